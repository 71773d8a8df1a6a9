import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { VideoTaskCard, VideoTaskCopyLink, VideoTaskRoot } from 'react-video-task/components'
import { announcements } from '../../src/components/messages/announce.js'
import { createTestApp } from '../hooks/support/createTestApp.js'

const regions = () => document.querySelectorAll('[role=status]')
const said = () => [...regions()].map(({ textContent }) => textContent)

let app: ReturnType<typeof createTestApp>

afterEach(() => void vi.restoreAllMocks())

/** Renders a card, and a second watch of its task, before what announces has loaded. */
async function renderCard(first: object, loaded: null | undefined = undefined) {
  const current = vi.spyOn(announcements, 'current').mockReturnValue(loaded)
  const load = vi.spyOn(announcements, 'load').mockResolvedValue()
  app = createTestApp()
  const answer = async (fields: object) => {
    app.answer = () => Response.json({ id: 'a', ...fields })
    await app.advance(20_000)
  }
  app.answer = () => Response.json({ id: 'a', ...first })
  render(
    <>
      <VideoTaskCard taskId="a" title="Fox" />
      <VideoTaskRoot taskId="a" title="Fox">
        <VideoTaskCopyLink />
      </VideoTaskRoot>
    </>,
    { wrapper: app.wrapper },
  )
  await app.advance(1_000)
  return {
    load,
    answer,
    finishLoading: async () => {
      current.mockRestore()
      load.mockRestore()
      await act(() => announcements.load())
    },
  }
}

const running = { status: 'in_progress', progress: 30 }
const completed = { status: 'completed', video_url: 'https://cdn.example.com/v.mp4' }

it('has its region in the page with the first answer of a running task, before anything changes', async () => {
  const { load, finishLoading } = await renderCard(running)
  expect(load).toHaveBeenCalled()
  await finishLoading()
  expect(said()).toEqual([''])
})

it('announces what has changed while it loaded, once, and nothing that was so before', async () => {
  const { answer, finishLoading } = await renderCard(running)
  await answer({ ...running, progress: 55 })
  await finishLoading()
  await app.advance(1_000)
  expect(said()).toEqual(['Fox: 50% done.'])
  await app.advance(5_000)
  expect(said()).toEqual([''])
  app.answer = () => Response.json({ id: 'a', ...completed })
  for (let seconds = 0; seconds < 20 && said()[0] === ''; seconds++) await app.advance(1_000)
  expect(said()).toEqual(['Fox is ready.'])
})

it('announces an end that came while it loaded', async () => {
  const { answer, finishLoading } = await renderCard({ status: 'queued' })
  await answer({ status: 'failed' })
  await finishLoading()
  await app.advance(1_000)
  expect(said()).toEqual(['Fox could not be made.'])
})

it('loads again with a later change where it did not load', async () => {
  const { load, answer } = await renderCard(running, null)
  const before = load.mock.calls.length
  expect(before).toBeGreaterThan(0)
  await answer({ ...running, progress: 55 })
  expect(load.mock.calls.length).toBeGreaterThan(before)
})

it('does not load for a finished video, until its link expires', async () => {
  const { load, finishLoading } = await renderCard(completed)
  expect(load).not.toHaveBeenCalled()
  const [query] = app.queryClient.getQueryCache().getAll()
  const task = query?.state.data
  if (typeof task !== 'object' || !task || !('observed' in task)) throw new Error('There is no task.')
  const observed = { ...Object(task.observed), expired: Date.now(), unplayable: false }
  query?.setData({ ...task, observed })
  await app.advance(10)
  expect(load).toHaveBeenCalled()
  await finishLoading()
  await app.advance(1_000)
  expect(said()).toEqual(['Fox: link expired.'])
})

it('does not load for a task that had failed before', async () => {
  const { load } = await renderCard({ status: 'failed' })
  expect(load).not.toHaveBeenCalled()
})

it('announces an outage of a task that never answered, and that it is back', async () => {
  const { load, answer, finishLoading } = await renderCard({})
  app.answer = () => Promise.reject(new TypeError('offline'))
  await app.advance(15_000)
  expect(load).toHaveBeenCalled()
  await finishLoading()
  await app.advance(12_000)
  expect(said()).toEqual(['Fox: connection lost, trying again.'])
  await answer(running)
  expect(said()).toEqual([''])
})

it('announces the outcome of a button in the one region of the page, also before it has loaded', async () => {
  const { finishLoading } = await renderCard(completed)
  expect(regions()).toHaveLength(0)
  await finishLoading()
  const [button] = screen.getAllByRole('button', { name: 'Copy link' })
  if (!button) throw new Error('There is no button.')
  await act(async () => void fireEvent.click(button))
  expect(said()).toEqual([''])
  await app.advance(1_000)
  expect(said()).toEqual(['Could not copy'])
})
