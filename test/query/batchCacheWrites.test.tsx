import { QueryObserver } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { Profiler } from 'react'
import { expect, it, onTestFinished } from 'vitest'
import { clearVideoTasks, useVideoTask, videoTaskKeys, videoTaskOptions } from 'react-video-task'
import { createTestApp } from '../hooks/support/createTestApp.js'

const TASK_COUNT = 100
const ids = Array.from({ length: TASK_COUNT }, (_, index) => `task_${index}`)

/** Renders a page of 100 tasks with the same progress, whose responses arrive one per millisecond. */
async function renderTasks() {
  const app = createTestApp()
  const page = { progress: 10, commits: 0 }
  let responses = 0
  app.answer = async (request) => {
    await new Promise((resolve) => setTimeout(resolve, ++responses % TASK_COUNT))
    const id = request.url.split('/').at(-1)
    return Response.json({ id, status: 'in_progress', progress: page.progress })
  }
  const Row = ({ id }: { id: string }) => (
    <li>{useVideoTask(id, { maxConcurrentRequests: TASK_COUNT }).data?.progress}</li>
  )
  const { unmount } = render(
    <Profiler id="page" onRender={() => (page.commits += 1)}>
      {ids.map((id) => (
        <Row key={id} id={id} />
      ))}
    </Profiler>,
    { wrapper: app.wrapper },
  )
  await app.advance(1_000)
  return {
    ...app,
    page,
    unmount,
    progressOnPage: () => screen.getAllByRole('listitem').map((row) => row.textContent),
  }
}

it('100 tasks that change within 100 ms cause at most 10 commits of the page', async () => {
  const { page, advance, progressOnPage } = await renderTasks()
  const before = page.commits
  page.progress = 20
  await advance(5_500)
  expect(progressOnPage()).toEqual(ids.map(() => '20'))
  expect(page.commits - before).toBeLessThanOrEqual(10)
})

it('a single changed task is rendered without a delay', async () => {
  const app = createTestApp()
  let progress = 10
  app.answer = () => Response.json({ id: 'a', status: 'in_progress', progress })
  const Percent = () => <p data-testid="percent">{useVideoTask('a').data?.progress}</p>
  render(<Percent />, { wrapper: app.wrapper })
  await app.advance(1)
  expect(screen.getByTestId('percent').textContent).toBe('10')
  progress = 20
  await app.advance(5_000)
  expect(screen.getByTestId('percent').textContent).toBe('20')
})

it('clearVideoTasks drops the cache writes that are still batched', async () => {
  const { page, advance, unmount, queryClient } = await renderTasks()
  page.progress = 20
  // About half of the responses have arrived.
  await advance(4_050)
  unmount()
  clearVideoTasks(queryClient)
  await advance(10_000)
  expect(queryClient.getQueriesData({ queryKey: videoTaskKeys.all() })).toEqual([])
})

it('a subscriber to the cache that throws at one change stops no further poll', async () => {
  const app = createTestApp()
  let progress = 10
  app.answer = (request) =>
    Response.json({ id: request.url.split('/').at(-1), status: 'in_progress', progress })
  const observers = ['a', 'b', 'c', 'd'].map((id) => {
    const observer = new QueryObserver(
      app.queryClient,
      videoTaskOptions(app.client, id, { pollInterval: 5_000 }),
    )
    onTestFinished(observer.subscribe(() => {}))
    return observer
  })
  await app.advance(1_000)
  const unsubscribe = app.queryClient.getQueryCache().subscribe(({ query }) => {
    if (query.queryKey[3] !== 'b' || query.state.data?.progress !== 20) return
    unsubscribe()
    throw new Error('The app cannot show b.')
  })
  progress = 20
  await app.advance(5_000)
  progress = 30
  await app.advance(10_000)
  expect(observers.map((observer) => observer.getCurrentResult().data?.progress)).toEqual([30, 30, 30, 30])
})
