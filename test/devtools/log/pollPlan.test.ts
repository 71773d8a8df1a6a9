import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, onTestFinished } from 'vitest'
import { type VideoTask, videoTaskKeys } from 'react-video-task'
// Private: a page reaches the limits of these rules only by chance.
import { causeOfPoll, idOf, planPoll } from '../../../src/devtools/log/pollPlan.js'

const task: VideoTask = { id: 'a', object: 'video', status: 'queued', progress: 0 }

/** A query that observers with these options watch, and the plan of its next poll at 1,000. */
function planOf(...observers: { refetchInterval?: number | false | undefined; enabled?: boolean }[]) {
  const queryClient = new QueryClient()
  const queryKey = videoTaskKeys.detail('a')
  queryClient.setQueryData(queryKey, task)
  for (const options of observers) {
    const observer = new QueryObserver(queryClient, {
      queryKey,
      queryFn: () => task,
      staleTime: Infinity,
      ...options,
    })
    onTestFinished(observer.subscribe(() => undefined))
  }
  const query = queryClient.getQueryCache().find<VideoTask, Error, VideoTask>({ queryKey })
  if (!query) throw new Error('The query is not in the cache.')
  return planPoll(query, { pollInterval: 4_000 }, 1_000)
}

it('a plan has the shortest wait of those that watch, and the reason of the provider only for its own wait', () => {
  expect(planOf({ refetchInterval: 9_000 }, { refetchInterval: 4_000 })).toEqual({
    delay: 4_000,
    reason: 'interval',
    due: 5_000,
  })
  expect(planOf({ refetchInterval: 9_000 }, { refetchInterval: 0 })).toEqual({
    delay: 9_000,
    reason: 'own',
    due: 10_000,
  })
  expect(planOf({ refetchInterval: false })).toEqual({ delay: false, reason: 'own', due: undefined })
  expect(planOf({ refetchInterval: 0 })).toEqual({ delay: false, reason: 'own', due: undefined })
})

it('there is no plan where no observer polls', () => {
  expect(planOf()).toBeUndefined()
  expect(planOf({ refetchInterval: 4_000, enabled: false })).toBeUndefined()
  expect(planOf({})).toBeUndefined()
})

it('a poll is put down to what came at most 50 ms before it', () => {
  const now = 100_000
  const causeOf = (
    triggers: { focusedAt?: number; onlineAt?: number; mountedAt?: number },
    { due, hasAnswer = true }: { due?: number; hasAnswer?: boolean } = {},
  ) => {
    const never = { focusedAt: -Infinity, onlineAt: -Infinity, mountedAt: -Infinity }
    const plan = { delay: 1_000, reason: 'running', due } as const
    return causeOfPoll(hasAnswer, plan, { ...never, ...triggers }, now)
  }
  expect(causeOf({ focusedAt: now - 50, onlineAt: now }, { due: now })).toBe('focus')
  expect(causeOf({ onlineAt: now - 50, mountedAt: now }, { due: now })).toBe('online')
  expect(causeOf({ mountedAt: now }, { due: now + 20 })).toBe('timer')
  expect(causeOf({ mountedAt: now - 50 }, { due: now + 21 })).toBe('mount')
  expect(causeOf({ mountedAt: now }, { hasAnswer: false })).toBe('first')
  expect(causeOf({ focusedAt: now - 51, onlineAt: now - 51, mountedAt: now - 51 })).toBe('app')
})

it('only the query of a single task has an id', () => {
  expect(idOf(videoTaskKeys.detail('a', 'user'))).toBe('a')
  expect(idOf(['other', '', 'detail', 'a'])).toBeUndefined()
  expect(idOf(['video-task', '', 'list', 'a'])).toBeUndefined()
  expect(idOf(['video-task', '', 'detail', 5])).toBeUndefined()
})
