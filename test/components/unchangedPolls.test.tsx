import { render } from '@testing-library/react'
import { Profiler, type ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import {
  VideoTaskCard,
  VideoTaskList,
  VideoTaskPlayer,
  VideoTaskProgress,
  VideoTaskSteps,
} from 'react-video-task/components'
import { watchWorld } from '../hooks/support/watchWorld.js'

/** jsdom lays nothing out: everything stays as near as it was mounted. */
class NothingScrolls {
  observe() {}
  disconnect() {}
}

const running = { id: 'a', status: 'in_progress', progress: 40, model: 'wan2.6', prompt: 'A fox' }
const states = {
  queued: { ...running, status: 'queued', progress: 0 },
  running,
  'running without a percentage': { ...running, progress: 0 },
}
const components: Record<string, ReactNode> = {
  VideoTaskProgress: <VideoTaskProgress taskId="a" />,
  VideoTaskSteps: <VideoTaskSteps taskId="a" />,
  VideoTaskPlayer: <VideoTaskPlayer taskId="a" />,
  VideoTaskCard: <VideoTaskCard taskId="a" />,
  'a compact VideoTaskCard': <VideoTaskCard taskId="a" variant="compact" />,
  VideoTaskList: <VideoTaskList taskIds={['a']} />,
}
const cases = Object.keys(components).flatMap((name) => Object.keys(states).map((state) => [name, state]))

it.each(cases)('ten polls that change nothing render nothing: %s, %s', async (name, state) => {
  vi.stubGlobal('IntersectionObserver', NothingScrolls)
  const world = watchWorld()
  world.answer = () => Response.json(states[state as keyof typeof states])
  let commits = 0
  render(
    <Profiler id="watch" onRender={() => (commits += 1)}>
      {components[name ?? '']}
    </Profiler>,
    { wrapper: world.wrapper },
  )
  // Twice: React 18 renders at the end of what passes, and what that brings about is a turn of its own.
  await world.pass(1_000)
  await world.pass(1)
  const [committed, asked] = [commits, world.count()]
  await world.pass(50_000)
  expect(world.count()).toBe(asked + 10)
  expect(commits).toBe(committed)
})
