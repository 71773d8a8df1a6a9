import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRouter, RouterProvider } from '@tanstack/react-router'
import { render, screen } from '@testing-library/react'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { expect, it } from 'vitest'
import { routeTree } from '../guides/routes.js'

function openRoute(emulator: VideoEmulator) {
  emulator.addTask({ id: 'fox', state: { status: 'in_progress', progress: 40 } })
  const client = createVideoClient({ baseURL: 'https://api.test/v1', fetch: emulator.fetch })
  const queryClient = new QueryClient()
  const history = createMemoryHistory({ initialEntries: ['/videos/fox'] })
  const router = createRouter({ routeTree, history, context: { queryClient, client } })
  render(
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client}>
        <RouterProvider router={router} />
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
  return emulator
}

it('a TanStack Router loader and the card share one request for the task', async () => {
  const emulator = openRoute(createVideoEmulator({ apiKey: false }))
  const card = await screen.findByRole('article')
  expect(card.dataset['status']).toBe('in_progress')
  expect(emulator.requests).toHaveLength(1)
})

it('an error in a TanStack Router loader reaches the errorComponent of the route', async () => {
  openRoute(createVideoEmulator({ apiKey: 'sk-another' }))
  expect((await screen.findByRole('alert')).textContent).toMatch(/401/)
})
