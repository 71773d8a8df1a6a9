import {
  dehydrate,
  type DehydratedState,
  HydrationBoundary,
  QueryClient,
  QueryClientProvider,
} from '@tanstack/react-query'
import { act } from '@testing-library/react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, it, onTestFinished, vi } from 'vitest'
import { videoTaskOptions, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCard, VideoTaskList, VideoTaskPlayer, VideoTaskProgress } from 'react-video-task/components'
import type { TaskState } from 'react-video-task/testing'
import { createTestApp } from './support/createTestApp.js'

const states: TaskState[] = [
  { status: 'queued' },
  { status: 'in_progress', progress: 45 },
  { status: 'completed' },
  { status: 'failed', error: { message: 'Refused' } },
]

it.each(states)('a prefetched $status task hydrates without a warning or a request', async (state) => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state })
  const page = (queryClient: QueryClient, dehydrated: DehydratedState) => (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={app.client}>
        <HydrationBoundary state={dehydrated}>
          <VideoTaskCard taskId={id} title="A fox" size="720x1280" />
          <VideoTaskProgress taskId={id} />
          <VideoTaskPlayer taskId={id} aria-label="A fox" />
          <VideoTaskCard taskId={null} />
        </HydrationBoundary>
      </VideoTaskProvider>
    </QueryClientProvider>
  )
  const server = new QueryClient()
  await server.prefetchQuery(videoTaskOptions(app.client, id))
  const dehydrated: DehydratedState = JSON.parse(JSON.stringify(dehydrate(server)))
  const html = renderToString(page(server, dehydrated))
  expect(html).toContain(`data-status="${state.status}"`)
  // A strict Content-Security-Policy blocks style attributes.
  expect(html).not.toContain('style=')

  const consoleError = vi.spyOn(console, 'error')
  onTestFinished(() => consoleError.mockRestore())
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = html
  const root = await act(async () => hydrateRoot(container, page(app.queryClient, dehydrated)))
  expect(consoleError.mock.calls).toEqual([])
  expect(app.requestCount()).toBe(1)
  expect(container.querySelector('article')?.dataset.status).toBe(state.status)
  act(() => root.unmount())
  container.remove()
})

it('a server renders the cards of the first six entries of a list, and room for the others', () => {
  const app = createTestApp()
  const taskIds = Array.from({ length: 1_000 }, (_, index) => `task_${index}`)
  const html = renderToString(
    <app.wrapper>
      <VideoTaskList taskIds={taskIds} />
    </app.wrapper>,
  )
  expect(html.match(/<article/g)).toHaveLength(6)
  expect(html.match(/<li/g)).toHaveLength(1_000)
  expect(app.requestCount()).toBe(0)
})
