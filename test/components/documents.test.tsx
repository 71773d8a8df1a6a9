import { render, screen } from '@testing-library/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { VideoTaskProvider } from 'react-video-task'
import { VideoTaskList } from 'react-video-task/components'
import { createVideoEmulator } from 'react-video-task/testing'
import { createVideoClient } from 'react-video-task/client'
import { expect, it } from 'vitest'

it('mounts every entry of a list where there is no IntersectionObserver, as in jsdom', async () => {
  expect('IntersectionObserver' in window).toBe(false)
  const emulator = createVideoEmulator({ apiKey: false })
  const taskIds = Array.from({ length: 20 }, () => emulator.addTask({ state: { status: 'failed' } }).id)
  const client = createVideoClient({ baseURL: 'https://api.example.com/v1', fetch: emulator.fetch })
  render(
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskProvider client={client}>
        <VideoTaskList taskIds={taskIds} />
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
  expect(await screen.findAllByRole('article')).toHaveLength(20)
})
