import { render, screen } from '@testing-library/react'
import { Profiler } from 'react'
import { expect, it, vi } from 'vitest'
import { VideoTaskProgress } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

/** Renders a bar on a task whose answers the test sets, and counts React's commits. */
async function watchBar(first: object) {
  const app = createTestApp()
  let answer: object = { id: 'a', ...first }
  app.answer = () => Response.json(answer)
  let commits = 0
  render(
    <Profiler id="bar" onRender={() => (commits += 1)}>
      <VideoTaskProgress taskId="a" />
    </Profiler>,
    { wrapper: app.wrapper },
  )
  await app.advance(100)
  const bar = screen.getByRole('progressbar')
  return {
    ...app,
    bar,
    commits: () => commits,
    shown: () => Number(bar.style.getPropertyValue('--video-task-progress') || Number.NaN),
    respondWith: (next: object) => {
      answer = { id: 'a', ...next }
    },
    failPolls: () => {
      app.answer = () => new Response('', { status: 503 })
    },
  }
}

it('moves bar and text between two polls without a render', async () => {
  const { bar, advance, shown, commits } = await watchBar({ status: 'in_progress', progress: 40 })
  const [commitsBefore, shownBefore] = [commits(), shown()]
  const seen = new Set<number>()
  for (let second = 0; second < 4; second++) {
    await advance(1_000)
    seen.add(shown())
    expect(bar.textContent).toContain(`${Math.floor(shown())}%`)
  }
  expect(seen.size).toBe(4)
  expect(Math.min(...seen)).toBeGreaterThan(shownBefore)
  expect(commits()).toBe(commitsBefore)
  // ARIA has the percentage that the server reported.
  expect(bar.getAttribute('aria-valuenow')).toBe('40')
  expect(bar.getAttribute('aria-valuetext')).toBe('40%')
})

it('never decreases when the server reports a lower percentage', async () => {
  const { advance, shown, respondWith } = await watchBar({ status: 'in_progress', progress: 50 })
  let last = shown()
  for (const progress of [60, 30, 30, 62, 10, 62]) {
    respondWith({ status: 'in_progress', progress })
    for (let second = 0; second < 5; second++) {
      await advance(1_000)
      expect(shown()).toBeGreaterThanOrEqual(last)
      last = shown()
    }
  }
})

it('starts a bar that is mounted later at the percentage already shown', async () => {
  const { wrapper, advance, shown } = await watchBar({ status: 'in_progress', progress: 40 })
  await advance(30_000)
  const reached = shown()
  render(<VideoTaskProgress taskId="a" aria-label="Another" />, { wrapper })
  const another = screen.getByRole('progressbar', { name: 'Another' })
  expect(Number(another.style.getPropertyValue('--video-task-progress'))).toBeGreaterThanOrEqual(reached)
})

it('stays below 100 until the task is completed, however long the server reports 100', async () => {
  const { bar, advance, shown, respondWith } = await watchBar({ status: 'in_progress', progress: 100 })
  await advance(600_000)
  expect(shown()).toBeLessThan(100)
  expect(bar.getAttribute('aria-valuenow')).toBe('99')
  respondWith({ status: 'completed', video_url: 'https://cdn.example.com/v.mp4' })
  await advance(6_000)
  expect(shown()).toBe(100)
  expect(bar.getAttribute('aria-valuenow')).toBe('100')
})

it('does not extrapolate an overdue task past 90 %', async () => {
  const { advance, shown } = await watchBar({ status: 'in_progress', progress: 50 })
  await advance(1_500_000)
  expect(shown()).toBeLessThan(90)
})

it('is indeterminate while the task is queued or stays at 0 %', async () => {
  const { bar, advance, shown, respondWith } = await watchBar({ status: 'queued' })
  expect(bar.hasAttribute('data-indeterminate')).toBe(true)
  respondWith({ status: 'in_progress', progress: 0 })
  await advance(60_000)
  expect(bar.getAttribute('data-status')).toBe('in_progress')
  expect(bar.hasAttribute('data-indeterminate')).toBe(true)
  expect(bar.hasAttribute('aria-valuenow')).toBe(false)
  expect(shown()).toBeNaN()
})

it('stops moving while polls fail', async () => {
  const { bar, advance, shown, failPolls } = await watchBar({ status: 'in_progress', progress: 40 })
  failPolls()
  await advance(6_000)
  expect(bar.getAttribute('data-status')).toBe('unreachable')
  const stopped = shown()
  await advance(30_000)
  expect(shown()).toBe(stopped)
})

it('shows the time left once it can be estimated', async () => {
  const { bar, advance, respondWith } = await watchBar({ status: 'in_progress', progress: 10 })
  expect(bar.textContent).not.toContain('left')
  for (const progress of [30, 50, 70, 80]) {
    respondWith({ status: 'in_progress', progress })
    await advance(10_000)
  }
  expect(bar.textContent).toMatch(/(About|Under) .* left|Almost done/)
  expect(bar.getAttribute('aria-valuetext')).toMatch(/^80%, (.* left|Almost done)$/)
})

it('leaves no timer after the task has ended', async () => {
  const { advance, respondWith } = await watchBar({ status: 'in_progress', progress: 40 })
  expect(vi.getTimerCount()).toBeGreaterThan(0)
  respondWith({ status: 'completed', video_url: 'https://cdn.example.com/v.mp4' })
  await advance(10_000)
  await advance(600_000)
  expect(vi.getTimerCount()).toBe(0)
})

it('is a bar from 0 to 100 of an untitled video where the app says nothing', async () => {
  const { bar } = await watchBar({ status: 'in_progress', progress: 40 })
  expect(['min', 'max', 'now'].map((name) => bar.getAttribute(`aria-value${name}`))).toEqual([
    '0',
    '100',
    '40',
  ])
  expect(bar.getAttribute('aria-label')).toBe('Untitled video')
  expect(bar.className).toBe('video-task-progress')
  expect({ ...bar.dataset }).toEqual({ status: 'in_progress', variant: 'bar' })
  expect([...bar.children].map(({ className }) => className)).toEqual(
    ['time', 'track', 'value'].map((name) => `video-task-progress-${name}`),
  )
})
