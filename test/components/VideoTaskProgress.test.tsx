import { render, screen } from '@testing-library/react'
import { Profiler } from 'react'
import { expect, it, vi } from 'vitest'
import { VideoTaskProgress } from 'react-video-task/components'
import { watchWorld } from '../hooks/support/watchWorld.js'

/** A bar on a task that answers what the test says, and how often React committed it. */
async function watchBar(first: object) {
  const world = watchWorld()
  let answer: object = { id: 'a', ...first }
  world.answer = () => Response.json(answer)
  let commits = 0
  render(
    <Profiler id="bar" onRender={() => (commits += 1)}>
      <VideoTaskProgress taskId="a" />
    </Profiler>,
    { wrapper: world.wrapper },
  )
  await world.pass(100)
  const bar = screen.getByRole('progressbar')
  return {
    ...world,
    bar,
    commits: () => commits,
    shown: () => Number(bar.style.getPropertyValue('--video-task-progress') || Number.NaN),
    say: (next: object) => {
      answer = { id: 'a', ...next }
    },
    breakOff: () => {
      world.answer = () => new Response('', { status: 503 })
    },
  }
}

it('moves between two polls without a render, and text and bar say the same', async () => {
  const { bar, pass, shown, commits } = await watchBar({ status: 'in_progress', progress: 40 })
  const [before, from] = [commits(), shown()]
  const seen = new Set<number>()
  for (let second = 0; second < 4; second++) {
    await pass(1_000)
    seen.add(shown())
    expect(bar.textContent).toContain(`${Math.floor(shown())}%`)
  }
  expect(seen.size).toBe(4)
  expect(Math.min(...seen)).toBeGreaterThan(from)
  expect(commits()).toBe(before)
  // Assistive technology has what the server told.
  expect(bar.getAttribute('aria-valuenow')).toBe('40')
  expect(bar.getAttribute('aria-valuetext')).toBe('40%')
})

it('never goes back, though the server does', async () => {
  const { pass, shown, say } = await watchBar({ status: 'in_progress', progress: 50 })
  let last = shown()
  for (const progress of [60, 30, 30, 62, 10, 62]) {
    say({ status: 'in_progress', progress })
    for (let second = 0; second < 5; second++) {
      await pass(1_000)
      expect(shown()).toBeGreaterThanOrEqual(last)
      last = shown()
    }
  }
})

it('does not start anew where a bar is mounted later', async () => {
  const { wrapper, pass, shown } = await watchBar({ status: 'in_progress', progress: 40 })
  await pass(30_000)
  const reached = shown()
  render(<VideoTaskProgress taskId="a" aria-label="Another" />, { wrapper })
  const another = screen.getByRole('progressbar', { name: 'Another' })
  expect(Number(another.style.getPropertyValue('--video-task-progress'))).toBeGreaterThanOrEqual(reached)
})

it('is 100 only once the task is completed, however long it says so', async () => {
  const { bar, pass, shown, say } = await watchBar({ status: 'in_progress', progress: 100 })
  await pass(600_000)
  expect(shown()).toBeLessThan(100)
  expect(bar.getAttribute('aria-valuenow')).toBe('99')
  say({ status: 'completed' })
  await pass(6_000)
  expect(shown()).toBe(100)
  expect(bar.getAttribute('aria-valuenow')).toBe('100')
})

it('does not draw a late task on until it looks nearly done', async () => {
  const { pass, shown } = await watchBar({ status: 'in_progress', progress: 50 })
  await pass(1_500_000)
  expect(shown()).toBeLessThan(90)
})

it('is indeterminate while the server says nothing useful', async () => {
  const { bar, pass, shown, say } = await watchBar({ status: 'queued' })
  expect(bar.hasAttribute('data-indeterminate')).toBe(true)
  say({ status: 'in_progress', progress: 0 })
  await pass(60_000)
  expect(bar.getAttribute('data-status')).toBe('in_progress')
  expect(bar.hasAttribute('data-indeterminate')).toBe(true)
  expect(bar.hasAttribute('aria-valuenow')).toBe(false)
  expect(shown()).toBeNaN()
})

it('stands still while nothing can be learnt', async () => {
  const { bar, pass, shown, breakOff } = await watchBar({ status: 'in_progress', progress: 40 })
  breakOff()
  await pass(6_000)
  expect(bar.getAttribute('data-status')).toBe('unreachable')
  const stopped = shown()
  await pass(30_000)
  expect(shown()).toBe(stopped)
})

it('says how long it still takes once that can be told', async () => {
  const { bar, pass, say } = await watchBar({ status: 'in_progress', progress: 10 })
  expect(bar.textContent).not.toContain('left')
  for (const progress of [30, 50, 70, 80]) {
    say({ status: 'in_progress', progress })
    await pass(10_000)
  }
  expect(bar.textContent).toMatch(/about .* left/)
})

it('leaves no timer behind once the task has ended', async () => {
  const { pass, say } = await watchBar({ status: 'in_progress', progress: 40 })
  expect(vi.getTimerCount()).toBeGreaterThan(0)
  say({ status: 'completed' })
  await pass(10_000)
  await pass(600_000)
  expect(vi.getTimerCount()).toBe(0)
})
