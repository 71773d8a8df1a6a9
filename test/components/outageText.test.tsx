import { render } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { VideoTaskErrorMessage, VideoTaskRoot } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

/** Renders the error message of a task, and returns its texts of each second. */
async function watch(first: Response) {
  const app = createTestApp()
  app.answer = () => first.clone()
  const { container } = render(
    <VideoTaskRoot taskId="a">
      <VideoTaskErrorMessage className="mine" />
    </VideoTaskRoot>,
    { wrapper: app.wrapper },
  )
  const message = () => container.querySelector('.video-task-error')
  const textOf = (selector: string) => message()?.querySelector(selector)?.textContent
  return {
    advance: app.advance,
    requestCount: app.requestCount,
    answerWith: (answer: () => Response) => void (app.answer = answer),
    message,
    textOf,
    textsOf: async (selector: string, seconds: number) => {
      const texts: (string | undefined)[] = []
      for (let second = 0; second < seconds; second++) {
        await app.advance(1_000)
        texts.push(textOf(selector))
      }
      return texts
    },
  }
}

const busy = () => new Response('', { status: 503, headers: { 'retry-after': '20' } })

it('counts how long there was no update from ten seconds on, and down to the next try', async () => {
  // The pause of the key after such an answer is lengthened at random.
  vi.spyOn(Math, 'random').mockReturnValue(0)
  const { textOf, textsOf, message, advance, answerWith, requestCount } = await watch(
    Response.json({ id: 'a', status: 'in_progress', progress: 41 }),
  )
  await advance(1_000)
  expect(message()).toBeNull()
  answerWith(busy)
  await advance(4_000)
  const since = [10, 11, 12, 13].map((seconds) => `No update for ${seconds}s`)
  const texts = await textsOf('.video-task-error-time', 9)
  expect(texts.slice(0, 4)).toEqual(['', '', '', ''])
  expect(texts.filter(Boolean).slice(0, 4)).toEqual(since)
  const countdown = () => Number(/^Trying again in (\d+)s\.$/.exec(textOf('p:last-of-type') ?? '')?.[1])
  const shown = countdown()
  for (let step = 0; step < 10 && countdown() === shown; step++) await advance(100)
  expect(countdown()).toBe(shown - 1)
  const before = requestCount()
  await advance((shown - 2) * 1_000 - 100)
  expect(requestCount()).toBe(before)
  // It comes in the second that is counted last.
  await advance(1_200)
  expect(requestCount()).toBe(before + 1)
})

it('does not say how long there was no update of a video that never had one', async () => {
  const { textsOf } = await watch(busy())
  expect(new Set(await textsOf('.video-task-error-time', 15))).toEqual(new Set(['']))
})
