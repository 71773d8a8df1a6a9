import '@testing-library/jest-dom/vitest'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, render, renderHook, screen } from '@testing-library/react'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createVideoClient, VideoTaskProvider, videoTaskKeys } from 'react-video-task'
import {
  VideoTaskCard,
  VideoTaskDownload,
  VideoTaskErrorMessage,
  VideoTaskRefreshButton,
  VideoTaskRoot,
} from 'react-video-task/components'
import { videoDownload } from '../../src/components/actions/DownloadButton.js'
import { errorSentences } from '../../src/components/messages/errorSentences.js'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { laterPart, useLaterPart } from '../../src/hooks/useLaterPart.js'

/** A part that does not load at first, and what is logged. */
function startFailingPart() {
  const log = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => log.mockRestore())
  const load = vi.fn().mockRejectedValueOnce(new Error('offline')).mockResolvedValue({ words: 'there' })
  return { log, load, part: laterPart<{ words: string }>(load) }
}

it('loads a part once, when it is needed, and again after a failure', async () => {
  const { part, load, log } = startFailingPart()
  const { result, rerender } = renderHook(({ isNeeded }) => useLaterPart(part, isNeeded), {
    initialProps: { isNeeded: false },
  })
  expect(result.current).toBeUndefined()
  expect(load).not.toHaveBeenCalled()
  await act(async () => rerender({ isNeeded: true }))
  expect(result.current).toBeNull()
  expect(log.mock.calls).toEqual([[expect.objectContaining({ code: 'network_error' })]])
  rerender({ isNeeded: false })
  await act(async () => rerender({ isNeeded: true }))
  expect(result.current).toEqual({ words: 'there' })
  await act(() => part.load())
  expect(load).toHaveBeenCalledTimes(2)
})

it.each([
  ['until its sentences have loaded', undefined],
  ['where they did not load', null],
])('a failed card shows its state as a word %s', (_, part) => {
  const current = vi.spyOn(errorSentences, 'current').mockReturnValue(part)
  onTestFinished(() => current.mockRestore())
  const queryClient = new QueryClient()
  queryClient.setQueryData(videoTaskKeys.detail('a'), {
    id: 'a',
    object: 'video',
    status: 'failed',
    progress: 0,
    error: { message: 'refused' },
  })
  const { container } = render(
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={createVideoClient({ baseURL: '/api/v1' })}>
        <VideoTaskCard taskId="a" onRetry={() => {}} />
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
  expect(container.querySelector('.video-task-notice')).toBeNull()
  expect(container.querySelector('.video-task-facts')).toHaveTextContent('Not made')
})

it.each([
  ['while the sentences load', undefined],
  ['where they did not load', null],
])('an outage is explained in a word, with the next try, %s', async (_, part) => {
  const current = vi.spyOn(errorSentences, 'current').mockReturnValue(part)
  onTestFinished(() => current.mockRestore())
  const app = createTestApp()
  app.answer = () => Promise.reject(new TypeError('offline'))
  render(
    <VideoTaskRoot taskId="a">
      <VideoTaskErrorMessage />
      <VideoTaskRefreshButton />
    </VideoTaskRoot>,
    { wrapper: app.wrapper },
  )
  await app.advance(10_000)
  expect(screen.getByText('Connection lost', { selector: '.video-task-error > p' })).toBeVisible()
  expect(screen.getByText(/^Trying again( in \d+s)?\.$/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Check now' })).toBeVisible()
})

it('a card loads what explains an outage with the first answer of a running task: offline nothing loads', async () => {
  const current = vi.spyOn(errorSentences, 'current').mockReturnValue(undefined)
  const load = vi.spyOn(errorSentences, 'load').mockResolvedValue()
  onTestFinished(() => {
    current.mockRestore()
    load.mockRestore()
  })
  const app = createTestApp()
  app.answer = () => Response.json({ id: 'a', status: 'in_progress', progress: 41 })
  const { container } = render(<VideoTaskCard taskId="a" />, { wrapper: app.wrapper })
  expect(load).not.toHaveBeenCalled()
  await app.advance(1_000)
  expect(load).toHaveBeenCalled()
  current.mockRestore()
  load.mockRestore()
  const offline = vi.spyOn(errorSentences, 'load').mockRejectedValue(new Error('offline'))
  onTestFinished(() => offline.mockRestore())
  app.answer = () => Promise.reject(new TypeError('offline'))
  await app.advance(10_000)
  expect(container.querySelector('.video-task-notice')).toHaveTextContent(
    /^No update for \d+sCannot reach the video service\.Trying again.*Check now$/,
  )
})

it('loads nothing that explains errors for a finished video', async () => {
  const current = vi.spyOn(errorSentences, 'current').mockReturnValue(undefined)
  const load = vi.spyOn(errorSentences, 'load').mockResolvedValue()
  onTestFinished(() => {
    current.mockRestore()
    load.mockRestore()
  })
  const app = createTestApp()
  app.answer = () =>
    Response.json({ id: 'a', status: 'completed', video_url: 'https://cdn.example.com/v.mp4' })
  render(<VideoTaskCard taskId="a" />, { wrapper: app.wrapper })
  await app.advance(1_000)
  expect(load).not.toHaveBeenCalled()
})

it('loads a part that did not load again for another need', async () => {
  const { part } = startFailingPart()
  const { result, rerender } = renderHook(({ need }) => useLaterPart(part, need), {
    initialProps: { need: 'unreachable' },
  })
  await act(async () => {})
  expect(result.current).toBeNull()
  await act(async () => rerender({ need: 'failed' }))
  expect(result.current).toEqual({ words: 'there' })
})

/** Renders the download button of a finished video, and returns the spy of the client's requests. */
function renderDownload() {
  const queryClient = new QueryClient()
  queryClient.setQueryData(videoTaskKeys.detail('a'), {
    id: 'a',
    object: 'video',
    status: 'completed',
    progress: 100,
  })
  const client = createVideoClient({ baseURL: '/api/v1' })
  const fetchContent = vi.fn(() => new Promise<Response>(() => {}))
  render(
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={{ ...client, fetchContent }}>
        <VideoTaskRoot taskId="a">
          <VideoTaskDownload method="page" />
        </VideoTaskRoot>
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
  return { fetchContent, press: () => fireEvent.click(screen.getByRole('button', { name: 'Download' })) }
}

it('downloads once its code has loaded, where the button is pressed before', async () => {
  let finish = () => {}
  const loaded = new Promise<void>((resolve) => {
    finish = resolve
  })
  const load = vi.spyOn(videoDownload, 'load').mockReturnValue(loaded)
  onTestFinished(() => load.mockRestore())
  const { fetchContent, press } = renderDownload()
  await act(async () => void press())
  press()
  expect(fetchContent).not.toHaveBeenCalled()
  await act(async () => finish())
  expect(fetchContent).toHaveBeenCalledTimes(1)
  expect(screen.getByRole('button', { name: 'Downloading' })).toHaveAttribute('aria-disabled', 'true')
})

it('says that the video could not be downloaded where the code did not load, and tries again', async () => {
  const current = vi.spyOn(videoDownload, 'current').mockReturnValue(null)
  onTestFinished(() => current.mockRestore())
  const { fetchContent, press } = renderDownload()
  expect(screen.queryByRole('alert')).toBeNull()
  await act(async () => void press())
  expect(screen.getByRole('alert')).toHaveTextContent('Could not download.')
  const link = screen.getByRole('link', { name: 'Open in a new tab' })
  expect(link).toHaveAttribute('href', '/api/v1/videos/a/content')
  expect(link).toHaveAttribute('target', '_blank')
  expect(link).toHaveAttribute('rel', 'noopener noreferrer')
  current.mockRestore()
  await act(async () => void press())
  expect(screen.queryByRole('alert')).toBeNull()
  expect(fetchContent).toHaveBeenCalledTimes(1)
})
