// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import { createVideoEmulator, type ScenarioChoice } from 'react-video-task/testing'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function watch(scenario: ScenarioChoice) {
  const emulator = createVideoEmulator({ apiKey: false, duration: 20_000 })
  const { id } = emulator.addTask({ scenario })
  const client = createVideoClient({ baseURL: 'https://api.test/v1', fetch: emulator.fetch })
  render(
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskProvider client={client}>
        <VideoTaskCard taskId={id} title="A fox in the snow" />
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
  return emulator
}

const seconds = (count: number) => act(() => vi.advanceTimersByTimeAsync(count * 1000))
const card = () => screen.getByRole('article')

it('shows the completed video and stops polling', async () => {
  const emulator = watch('succeed')
  await seconds(60)
  expect(card().querySelector('video')?.src).toMatch(/\.mp4/)
  const count = emulator.requests.length
  await seconds(600)
  expect(emulator.requests).toHaveLength(count)
})

it('survives an outage', async () => {
  watch([
    { status: 'queued' },
    { answer: '503', times: 3 },
    { answer: 'reset', times: 2 },
    { status: 'completed' },
  ])
  await seconds(300)
  expect(card().dataset['status']).toBe('completed')
})

it('shows a failed task', async () => {
  watch(['wrapped', 'fail'])
  await seconds(60)
  expect(card().dataset['status']).toBe('failed')
})
