import { act, fireEvent, render } from '@testing-library/react'
import { expect, it } from 'vitest'
import {
  createVideoTaskRegistry,
  useVideoTaskHistory,
  useVideoTaskNotifications,
  VideoTaskProvider,
} from 'react-video-task'
import { VideoTaskCard, VideoTaskNotifyButton, VideoTaskProgress } from 'react-video-task/components'
import { createNotificationApp } from '../hooks/support/createNotificationApp.js'
import { trackListeners } from '../support/trackListeners.js'

/** What this library listens to on a page. */
const OURS = [
  'beforeprint',
  'focus',
  'pagehide',
  'scroll',
  'storage',
  'video-task-permission',
  'visibilitychange',
]

it('a page has none of its listeners any more once the parts that listened have unmounted', async () => {
  const app = createNotificationApp()
  const running = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const finished = app.emulator.addTask({ state: { status: 'completed' } })
  const registry = createVideoTaskRegistry({ keepHistory: true })
  function Page() {
    useVideoTaskNotifications()
    useVideoTaskHistory({ source: 'registry' })
    return (
      <>
        <VideoTaskNotifyButton />
        <VideoTaskProgress taskId={running.id} />
        <VideoTaskCard taskId={finished.id} onAgain={() => {}} onEditPrompt={() => {}} />
      </>
    )
  }
  // What React and TanStack Query listen to is there before.
  const { rerender } = render(<i />, { wrapper: app.wrapper })
  const listeners = [window, document].map(trackListeners)
  const ours = () => {
    const types = new Set(listeners.flatMap((list) => list().map(({ type }) => type)))
    return OURS.filter((type) => types.has(type))
  }
  rerender(
    <VideoTaskProvider client={app.client} registry={registry}>
      <Page />
    </VideoTaskProvider>,
  )
  await app.advance(1_000)
  const opener = document.querySelector('button[aria-haspopup=menu]')
  if (!opener) throw new Error('The card has no menu.')
  fireEvent.click(opener)
  await act(async () => undefined)
  expect(ours()).toEqual(OURS)
  rerender(<i />)
  await app.advance(10_000)
  expect(ours()).toEqual([])
})
