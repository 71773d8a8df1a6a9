import { act, render } from '@testing-library/react'
import { Profiler, type ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import {
  VideoTaskCard,
  VideoTaskList,
  VideoTaskPlayer,
  VideoTaskProgress,
  VideoTaskSteps,
} from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

/** jsdom has no layout: every entry stays as it was mounted. */
class InertIntersectionObserver {
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

it.each(cases)('ten unchanged polls cause no render: %s, %s', async (name, state) => {
  vi.stubGlobal('IntersectionObserver', InertIntersectionObserver)
  const app = createTestApp()
  app.answer = () => Response.json(states[state as keyof typeof states])
  let commits = 0
  render(
    <Profiler id="watch" onRender={() => (commits += 1)}>
      {components[name ?? '']}
    </Profiler>,
    { wrapper: app.wrapper },
  )
  // Twice: React 18 renders at the end of the first call, and the effects of that render need another one.
  await app.advance(1_000)
  await app.advance(1)
  const [commitsBefore, requestsBefore] = [commits, app.requestCount()]
  await app.advance(50_000)
  expect(app.requestCount()).toBe(requestsBefore + 10)
  expect(commits).toBe(commitsBefore)
})

it.each([
  ['as long as its task says', 4.2, 0],
  ['of another length', 6.2, 1],
])('the first frame of a video %s causes so many renders: %f s, %i', async (_, duration, renders) => {
  const app = createTestApp()
  app.answer = () =>
    Response.json({ ...running, status: 'completed', seconds: '4', video_url: 'https://a.test/a.mp4' })
  let commits = 0
  const { container } = render(
    <Profiler id="player" onRender={() => (commits += 1)}>
      <VideoTaskPlayer taskId="a" poster="/a.png" />
    </Profiler>,
    { wrapper: app.wrapper },
  )
  await app.advance(1_000)
  const video = container.querySelector('video')
  if (!video) throw new Error('There is no video.')
  Object.defineProperty(video, 'duration', { value: duration })
  const before = commits
  act(() => void video.dispatchEvent(new Event('loadeddata')))
  expect(commits - before).toBe(renders)
  expect(container.querySelector('.video-task-length')?.textContent).toBe(`0:0${Math.round(duration)}`)
})
