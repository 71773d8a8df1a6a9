import '@testing-library/jest-dom/vitest'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { VideoTaskProvider } from 'react-video-task'
import { VideoTaskDownload, VideoTaskRoot } from 'react-video-task/components'
import { createDownloadApp } from '../hooks/support/createDownloadApp.js'

// What was announced is read out: the region of the page outlives a test, and files of tests share it.
afterEach(() => act(async () => void (await vi.advanceTimersByTimeAsync(10_000))))

/** The download button of a finished video, whose bytes the test sends. */
async function renderDownload({ total, locale }: { total?: number; locale?: string } = {}) {
  const app = createDownloadApp(total === undefined ? {} : { total })
  app.setTask({ id: 'a' })
  app.setTask({ id: 'b' })
  const show = (taskId: string) => (
    <VideoTaskProvider client={app.client} messages={locale === undefined ? undefined : { locale }}>
      <VideoTaskRoot taskId={taskId}>
        <VideoTaskDownload method="page" />
      </VideoTaskRoot>
    </VideoTaskProvider>
  )
  const { rerender } = render(show('a'), { wrapper: app.wrapper })
  const press = async (name: string) => {
    await act(async () => void fireEvent.click(screen.getByRole('button', { name })))
    await app.advance(1)
  }
  await press('Download')
  return {
    ...app,
    rerender,
    show,
    press,
    names: () => screen.getAllByRole('button').map(({ textContent }) => textContent),
  }
}

it('a download shows its progress in steps of five percent, and how to cancel it', async () => {
  const { send, advance, names } = await renderDownload({ total: 100_000 })
  expect(names()).toEqual(['Downloading', 'Cancel download'])
  const seen: (string | null | undefined)[] = []
  for (const length of [4_999, 1, 4_999, 1, 80_000, 9_999, 1]) {
    await send(length)
    await advance(300)
    seen.push(names()[0])
  }
  expect(seen).toEqual([0, 5, 5, 10, 90, 95, 100].map((percent) => `Downloading ${percent}%`))
})

it('the percentage of a download is written in the language of the page', async () => {
  const { send, advance, names } = await renderDownload({ total: 10_000, locale: 'de' })
  await send(5_000)
  await advance(300)
  expect(names()[0]).toMatch(/^Downloading 50\s%$/)
})

it('a download of unknown size has no percentage', async () => {
  const { send, advance, names } = await renderDownload()
  await send(5_000)
  await advance(300)
  expect(names()).toEqual(['Downloading', 'Cancel download'])
})

it('a cancelled download can be started again', async () => {
  const { send, press, names, contentRequests, saved } = await renderDownload({ total: 10_000 })
  await send(5_000)
  await press('Cancel download')
  expect(contentRequests[0]?.signal?.aborted).toBe(true)
  expect(names()).toEqual(['Download'])
  await press('Download')
  expect(contentRequests).toHaveLength(2)
  expect(saved).toEqual([])
})

it('a saved download says so for two seconds, also to a screen reader', async () => {
  const { send, end, advance, names } = await renderDownload({ total: 5_000 })
  await send(5_000)
  await end()
  expect(names()).toEqual(['Saved'])
  await advance(1_000)
  expect(document.querySelector('.video-task-announcer')).toHaveTextContent('Saved')
  await advance(900)
  expect(names()).toEqual(['Saved'])
  await advance(200)
  expect(names()).toEqual(['Download'])
})

it('a download that starts right after another one is not ended by it', async () => {
  const { send, end, press, advance, names, contentRequests } = await renderDownload({ total: 5_000 })
  await send(5_000)
  await end()
  await advance(1_000)
  await press('Saved')
  await send(2_500)
  await advance(1_500)
  expect(names()).toEqual(['Downloading 50%', 'Cancel download'])
  expect(contentRequests[1]?.signal?.aborted).toBe(false)
})

it('a download goes on without its button, and the next button of the video shows it', async () => {
  const { send, end, advance, rerender, show, names, press, saved, contentRequests } = await renderDownload({
    total: 10_000,
  })
  await send(5_000)
  rerender(show('b'))
  expect(names()).toEqual(['Download'])
  await send(2_500)
  await advance(300)
  rerender(show('a'))
  expect(names()).toEqual(['Downloading 75%', 'Cancel download'])
  rerender(<p>Another page</p>)
  await send(2_500)
  await end()
  await advance(1_100)
  expect(saved).toHaveLength(1)
  expect(document.querySelector('.video-task-announcer')).toHaveTextContent('Saved')
  await advance(1_000)
  rerender(show('a'))
  expect(names()).toEqual(['Download'])
  await press('Download')
  expect(contentRequests.map(({ id }) => id)).toEqual(['a', 'a'])
})

it('a download that failed while its button was away says so when it is back', async () => {
  const { send, fail, rerender, show } = await renderDownload({ total: 10_000 })
  await send(5_000)
  rerender(<p>Another page</p>)
  await fail(new Error('broken'))
  rerender(show('a'))
  expect(screen.getByRole('alert')).toHaveTextContent('Could not download.')
})

it('a download is said to be saved by the page where its shadow root has left', async () => {
  const app = createDownloadApp({ total: 5_000 })
  app.setTask({ id: 'a' })
  const host = document.createElement('div')
  document.body.append(host)
  const container = document.createElement('div')
  host.attachShadow({ mode: 'open' }).append(container)
  const { unmount } = render(
    <VideoTaskRoot taskId="a">
      <VideoTaskDownload method="page" />
    </VideoTaskRoot>,
    { wrapper: app.wrapper, container },
  )
  await act(async () => void fireEvent.click(container.querySelector('button') ?? host))
  await app.send(5_000)
  host.remove()
  await app.end()
  await app.advance(1_100)
  expect(document.querySelector('.video-task-announcer')).toHaveTextContent('Saved')
  unmount()
})
