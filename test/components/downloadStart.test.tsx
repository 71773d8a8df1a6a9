import '@testing-library/jest-dom/vitest'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { expect, it, vi } from 'vitest'
import { createVideoClient, videoTaskKeys, VideoTaskProvider } from 'react-video-task'
import { VideoTaskDownload, type VideoTaskDownloadProps, VideoTaskRoot } from 'react-video-task/components'
// Private: the code of a download, which loads before it is needed.
import { videoDownload } from '../../src/components/actions/DownloadButton.js'

/** The button that downloads a finished video in the page, in StrictMode, which mounts each part twice. */
function renderButton(props: VideoTaskDownloadProps = {}) {
  const queryClient = new QueryClient()
  const task = { id: 'a', object: 'video', status: 'completed', progress: 100 }
  queryClient.setQueryData(videoTaskKeys.detail('a'), task)
  const fetchContent = vi.fn(() => new Promise<Response>(() => {}))
  const { unmount } = render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <VideoTaskProvider client={{ ...createVideoClient({ baseURL: '/api/v1' }), fetchContent }}>
          <VideoTaskRoot taskId="a">
            <VideoTaskDownload method="page" {...props} />
          </VideoTaskRoot>
        </VideoTaskProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
  return { fetchContent, unmount, button: screen.getByRole('button', { name: 'Download' }) }
}

it('downloads after a call of the app', async () => {
  const onClick = vi.fn()
  const { fetchContent, button } = renderButton({ onClick })
  expect(button).not.toHaveAttribute('aria-disabled')
  await act(async () => void fireEvent.click(button))
  expect(onClick).toHaveBeenCalledTimes(1)
  expect(fetchContent).toHaveBeenCalledTimes(1)
})

it('downloads though its button was gone before the code had loaded', async () => {
  let finish = () => {}
  const loaded = new Promise<void>((resolve) => {
    finish = resolve
  })
  vi.spyOn(videoDownload, 'load').mockReturnValue(loaded)
  const { fetchContent, button, unmount } = renderButton()
  await act(async () => void fireEvent.click(button))
  unmount()
  await act(async () => finish())
  expect(fetchContent).toHaveBeenCalledTimes(1)
})

it.each([
  ['pointer', 'onPointerEnter', fireEvent.pointerEnter],
  ['focus', 'onFocus', fireEvent.focus],
] as const)('loads its code with the %s on its button, and calls the app too', async (_, name, fire) => {
  const load = vi.spyOn(videoDownload, 'load').mockResolvedValue()
  const listener = vi.fn()
  const { button } = renderButton({ [name]: listener })
  expect(load).not.toHaveBeenCalled()
  await act(async () => void fire(button))
  expect(load).toHaveBeenCalledTimes(1)
  expect(listener).toHaveBeenCalledTimes(1)
})
