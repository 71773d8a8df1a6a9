import { QueryClientProvider } from '@tanstack/react-query'
import { act, render } from '@testing-library/react'
import { Activity } from 'react'
import { flushSync } from 'react-dom'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, it, onTestFinished, vi } from 'vitest'
import { videoTaskKeys, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import { createTestApp } from './support/createTestApp.js'
import { renderAsInProduction } from '../support/renderAsInProduction.js'

const ids = ['a', 'b', 'c']

/** A page of finished cards, each in an `<Activity>` of its own, and its HTML from a server. */
function renderPage() {
  const app = createTestApp()
  for (const id of ids) {
    const task = {
      id,
      object: 'video',
      status: 'completed',
      progress: 100,
      video_url: 'https://cdn.test/a.mp4',
    }
    app.queryClient.setQueryData(videoTaskKeys.detail(id), task)
  }
  const page = (copyLink: string, title: string) => (
    <QueryClientProvider client={app.queryClient}>
      <VideoTaskProvider client={app.client} messages={{ copyLink }}>
        {ids.map((id) => (
          <Activity key={id}>
            <VideoTaskCard taskId={id} title={title} />
          </Activity>
        ))}
      </VideoTaskProvider>
    </QueryClientProvider>
  )
  const container = document.body.appendChild(document.createElement('div'))
  onTestFinished(() => container.remove())
  container.innerHTML = renderToString(page('Copy', 'A fox'))
  return { page, container }
}

it('cards in an Activity each keep their elements where props and settings change before they hydrate', async () => {
  const { page, container } = renderPage()
  const elements = [...container.querySelectorAll('article, video')]
  expect(elements).toHaveLength(2 * ids.length)
  const recovered: unknown[] = []
  const onRecoverableError = (error: unknown) => recovered.push(error)
  const root = await act(async () => {
    const root = flushSync(() => hydrateRoot(container, page('Copy', 'A fox'), { onRecoverableError }))
    // The page has committed and no card has hydrated: what a card does on mount has not happened.
    expect(container.querySelector('[style]')).toBeNull()
    flushSync(() => root.render(page('Copy it', 'A lake')))
    return root
  })
  expect(recovered).toEqual([])
  expect(container.querySelectorAll('[style]').length).toBeGreaterThan(0)
  const after = [...container.querySelectorAll('article, video')]
  expect(after.map((element, index) => element === elements[index])).not.toContain(false)
  expect([...container.querySelectorAll('h3')].map((title) => title.textContent)).toEqual(
    ids.map(() => 'A lake'),
  )
  expect(container.textContent.match(/Copy it/g)).toHaveLength(ids.length)
  act(() => root.unmount())
})

it('the video of a card stops where the Activity around it is hidden', async () => {
  renderAsInProduction()
  const pause = vi.spyOn(HTMLMediaElement.prototype, 'pause').mockImplementation(() => {})
  vi.spyOn(HTMLMediaElement.prototype, 'paused', 'get').mockReturnValue(false)
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'completed' } })
  const page = (mode: 'visible' | 'hidden') => (
    <Activity mode={mode}>
      <VideoTaskCard taskId={id} title="A fox" />
    </Activity>
  )
  const { container, rerender } = render(page('visible'), { wrapper: app.wrapper })
  await app.advance(1_000)
  expect(pause).not.toHaveBeenCalled()
  rerender(page('hidden'))
  expect(pause.mock.contexts).toEqual([container.querySelector('video')])
  await app.advance(20_000)
})
