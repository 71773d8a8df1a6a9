import '@testing-library/jest-dom/vitest'
import { fireEvent, render, screen } from '@testing-library/react'
import type { MouseEvent } from 'react'
import { expect, it, vi } from 'vitest'
import { createVideoClient, type VideoTask, videoTaskKeys, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCopyLink, type VideoTaskCopyLinkProps, VideoTaskRoot } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { replace } from './support/showFilm.js'

const video_url = 'https://cdn.test/a.mp4?Expires=1'
const task: VideoTask = { id: 'a', object: 'video', status: 'completed', progress: 100, video_url }

/** The button that copies the link of a finished video, in a browser with a clipboard. */
function renderLink(props: VideoTaskCopyLinkProps = {}, baseURL = 'http://api.test/v1') {
  const app = createTestApp()
  app.queryClient.setQueryData(videoTaskKeys.detail('a'), task)
  const writeText = vi.fn(async (text: string) => void text)
  replace(navigator, { clipboard: { value: { writeText } } })
  render(
    <VideoTaskProvider client={createVideoClient({ baseURL })}>
      <VideoTaskRoot taskId="a">
        <VideoTaskCopyLink {...props} />
      </VideoTaskRoot>
    </VideoTaskProvider>,
    { wrapper: app.wrapper },
  )
  const button = screen.getByRole('button')
  return {
    advance: app.advance,
    writeText,
    button,
    press: async () => {
      fireEvent.click(button)
      await app.advance(1)
    },
    outcome: () => button.getAttribute('data-outcome'),
  }
}

const said = () => document.querySelector('.video-task-announcer')?.textContent

it('copies the link, and says so for two seconds, also to a screen reader', async () => {
  const { button, press, advance, writeText, outcome } = renderLink()
  expect(button).toHaveTextContent(/^Copy link$/)
  expect(outcome()).toBeNull()
  await press()
  expect(writeText.mock.calls).toEqual([[video_url]])
  expect(button).toHaveTextContent(/^Copied$/)
  expect(outcome()).toBe('copied')
  await advance(1_000)
  expect(said()).toBe('Copied')
  await advance(900)
  expect(outcome()).toBe('copied')
  await advance(100)
  expect(outcome()).toBeNull()
  expect(button).toHaveTextContent(/^Copy link$/)
})

it('says that the link could not be copied, and why in the console', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  const { button, press, advance, writeText, outcome } = renderLink()
  const failure = new Error('Not allowed')
  writeText.mockRejectedValue(failure)
  await press()
  expect(button).toHaveTextContent(/^Could not copy$/)
  expect(outcome()).toBe('failed')
  expect(warn.mock.calls).toEqual([[expect.stringContaining('could not be copied'), failure]])
  await advance(1_000)
  expect(said()).toBe('Could not copy')
  await advance(20_000)
})

it('shows the outcome of the last press for its own two seconds', async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  const { press, advance, writeText, outcome } = renderLink()
  writeText.mockRejectedValueOnce(new Error('Not allowed'))
  await press()
  await advance(1_500)
  await press()
  await advance(1_000)
  expect(outcome()).toBe('copied')
  await advance(20_000)
})

it.each([
  ['http://api.test/v1', 'http://api.test/v1/videos/a/content'],
  ['/api/v1', `${location.origin}/api/v1/videos/a/content`],
])('copies the whole address of the content route at %s', async (baseURL, address) => {
  const { press, advance, writeText } = renderLink({ source: 'content' }, baseURL)
  await press()
  expect(writeText.mock.calls).toEqual([[address]])
  await advance(20_000)
})

it("has the app's own content, and the outcome in its place", async () => {
  const { button, press, advance } = renderLink({ children: 'Share' })
  expect(button).toHaveTextContent(/^Share$/)
  await press()
  expect(button).toHaveTextContent(/^Copied$/)
  await advance(2_000)
  expect(button).toHaveTextContent(/^Share$/)
  await advance(20_000)
})

it.each([
  ['copies after a call of the app', () => undefined, 1],
  ['copies nothing where the app prevents it', (event: MouseEvent) => event.preventDefault(), 0],
])('%s', async (_, listener, copies) => {
  const onClick = vi.fn(listener)
  const { press, advance, writeText } = renderLink({ onClick })
  await press()
  expect(onClick).toHaveBeenCalledTimes(1)
  expect(writeText).toHaveBeenCalledTimes(copies)
  await advance(20_000)
})
