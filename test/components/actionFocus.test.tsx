import { act, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { type VideoTask, videoTaskKeys } from 'react-video-task'
import { VideoTaskCard, VideoTaskRefreshButton, VideoTaskRoot } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

const observed = { first_seen: 0, highest_progress: 40, last_change: 0, watched_from: 0 }
const running: VideoTask = { id: 'a', object: 'video', status: 'in_progress', progress: 40, observed }
const stalled = { ...running, observed: { ...observed, stalled: 1 } }

/** Renders elements before the button of a stalled task, and what takes that button away. */
function renderActions(before: ReactNode, { hasContainer = true } = {}) {
  const app = createTestApp()
  app.queryClient.setQueryData(videoTaskKeys.detail('a'), stalled)
  render(
    <VideoTaskRoot taskId="a">
      <div tabIndex={hasContainer ? -1 : undefined} data-testid="container">
        <p>
          {before}
          <VideoTaskRefreshButton />
        </p>
      </div>
    </VideoTaskRoot>,
    { wrapper: app.wrapper },
  )
  const button = screen.getByRole('button', { name: 'Check now' })
  return {
    button,
    takeAway: async () => {
      app.queryClient.setQueryData(videoTaskKeys.detail('a'), running)
      await app.advance(10)
      expect(button.isConnected).toBe(false)
    },
  }
}

describe('the focus of an action that disappears', () => {
  it.each([
    ['the button before it', <button key="own">Own</button>],
    ['the link before it', <a key="own" href="/own" children="Own" />],
  ])('goes to %s', async (_, before) => {
    const { button, takeAway } = renderActions(before)
    act(() => button.focus())
    await takeAway()
    expect(document.activeElement).toBe(screen.getByText('Own'))
  })

  it.each([
    ['has none before it', null],
    ['has a text before it', <span key="own">Own</span>],
  ])('goes to the container of one that %s', async (_, before) => {
    const { button, takeAway } = renderActions(before)
    act(() => button.focus())
    await takeAway()
    expect(document.activeElement).toBe(screen.getByTestId('container'))
  })

  it('is the page again where no container takes it', async () => {
    const { button, takeAway } = renderActions(null, { hasContainer: false })
    act(() => button.focus())
    await takeAway()
    expect(document.activeElement).toBe(document.body)
  })

  it('stays where it is elsewhere', async () => {
    const { takeAway } = renderActions(<button>Own</button>)
    await takeAway()
    expect(document.activeElement).toBe(document.body)
  })
})

it('a card that offers an action leaves the focus where it is', async () => {
  const app = createTestApp()
  app.answer = () => Response.json({ id: 'a', status: 'failed' })
  render(<VideoTaskCard taskId="a" onRetry={() => {}} />, { wrapper: app.wrapper })
  await app.advance(1_000)
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
  expect(document.activeElement).toBe(document.body)
})
