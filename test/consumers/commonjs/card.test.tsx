import 'react-video-task/styles.css'
import { expect, it, jest } from '@jest/globals'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import { createVideoEmulator } from 'react-video-task/testing'

jest.useFakeTimers()

it('shows the completed video and stops polling', async () => {
  const emulator = createVideoEmulator({ apiKey: false, duration: 20_000 })
  const { id } = emulator.addTask()
  const client = createVideoClient({ baseURL: 'https://api.test/v1', fetch: emulator.fetch })
  render(
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskProvider client={client}>
        <VideoTaskCard taskId={id} title="A fox in the snow" />
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
  await act(() => jest.advanceTimersByTimeAsync(60_000))
  expect(screen.getByRole('article').querySelector('video')?.src).toMatch(/\.mp4/)
  const count = emulator.requests.length
  await act(() => jest.advanceTimersByTimeAsync(600_000))
  expect(emulator.requests).toHaveLength(count)
})
