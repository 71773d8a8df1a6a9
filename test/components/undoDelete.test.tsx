import { fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type VideoTask, videoTaskKeys } from 'react-video-task'
import { VideoTaskCard, VideoTaskList } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { trackListeners } from '../support/trackListeners.js'

/** A card of a failed task whose video was just deleted on screen. */
async function renderDeleted(onDelete: (taskId: string) => unknown) {
  const app = createTestApp()
  app.answer = () => Response.json({ id: 'a', status: 'failed' })
  const view = render(<VideoTaskCard taskId="a" title="Fox" onDelete={onDelete} />, { wrapper: app.wrapper })
  await app.advance(100)
  fireEvent.click(screen.getByText('More actions'))
  fireEvent.click(screen.getByText('Delete'))
  return { ...app, ...view }
}

it('tells the app of a deletion once its time to undo is over, and only once', async () => {
  const onDelete = vi.fn()
  const { advance, unmount } = await renderDeleted(onDelete)
  expect(screen.queryByText('We could not make this video.')).toBeNull()
  // It was in the menu, which is gone.
  expect(document.activeElement?.textContent).toBe('Undo')
  await advance(7_000)
  expect(onDelete).not.toHaveBeenCalled()
  await advance(2_000)
  expect(onDelete.mock.calls).toEqual([['a']])
  expect(screen.queryByText('Undo')).toBeNull()
  expect(screen.getByText('Deleted')).toBeTruthy()
  unmount()
  await advance(60_000)
  expect(onDelete).toHaveBeenCalledTimes(1)
})

it('tells the app nothing of a deletion that was undone', async () => {
  const onDelete = vi.fn()
  const { advance, unmount } = await renderDeleted(onDelete)
  fireEvent.click(screen.getByText('Undo'))
  expect(screen.getByText('We could not make this video.')).toBeTruthy()
  await advance(60_000)
  unmount()
  expect(onDelete).not.toHaveBeenCalled()
})

it('tells the app of a deletion when the card is removed before its time to undo is over', async () => {
  const onDelete = vi.fn()
  const { unmount } = await renderDeleted(onDelete)
  unmount()
  expect(onDelete.mock.calls).toEqual([['a']])
})

it('tells the app of a deletion when the page closes before its time to undo is over', async () => {
  const onDelete = vi.fn()
  const { advance, unmount } = await renderDeleted(onDelete)
  fireEvent(window, new Event('pagehide'))
  expect(onDelete.mock.calls).toEqual([['a']])
  // As the browser brings the page back.
  await advance(60_000)
  expect(screen.queryByText('Undo')).toBeNull()
  fireEvent(window, new Event('pagehide'))
  unmount()
  expect(onDelete).toHaveBeenCalledTimes(1)
})

it.each([
  ['was undone', () => void fireEvent.click(screen.getByText('Undo'))],
  ['is over', (advance: (ms: number) => Promise<void>) => advance(9_000)],
])('listens to the page no more once a deletion %s', async (_, settle) => {
  const listeners = trackListeners(window)
  const { advance } = await renderDeleted(() => {})
  const count = () => listeners().filter(({ type }) => type === 'pagehide').length
  expect(count()).toBe(1)
  await settle(advance)
  expect(count()).toBe(0)
})

it("brings the video back when the app's deletion fails", async () => {
  const consoleError = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => consoleError.mockRestore())
  const failure = new Error('The video is in use.')
  const { advance } = await renderDeleted(() => Promise.reject(failure))
  await advance(9_000)
  expect(consoleError.mock.calls).toEqual([[expect.stringContaining('onDelete'), failure]])
  expect(screen.getByText('We could not make this video.')).toBeTruthy()
})

it('shows no percentage of a video that was deleted while it was made', async () => {
  const app = createTestApp()
  const observed = { first_seen: 0, highest_progress: 40, last_change: 0, watched_from: 0 }
  const task: VideoTask = { id: 'a', object: 'video', status: 'in_progress', progress: 40, observed }
  const key = videoTaskKeys.detail('a')
  app.queryClient.setQueryData(key, { ...task, observed: { ...observed, stalled: 1 } })
  const { container } = render(<VideoTaskCard taskId="a" title="Fox" />, { wrapper: app.wrapper })
  expect(container.querySelector('.video-task-facts')?.textContent).toBe('Stuck40%')
  app.queryClient.setQueryData(key, { ...task, observed: { ...observed, deleted: 1 } })
  await app.advance(100)
  expect(container.querySelector('.video-task-facts')?.textContent).toBe('')
  expect(container.querySelector('.video-task-line')?.textContent).toBe('Deleted')
})

describe('the focus in a list whose entry is taken out with it', () => {
  function List({ ids: first }: { ids: string[] }) {
    const [ids, setIds] = useState(first)
    const remove = (id: string) => setIds((all) => all.filter((one) => one !== id))
    return (
      <>
        <button onClick={() => setIds([])}>Remove all</button>
        <VideoTaskList taskIds={ids} details={(id) => ({ title: `Video ${id}`, onDelete: remove })} />
      </>
    )
  }

  /** Deletes the video of a list by its menu, and waits until the app has taken it out. */
  async function deleteFrom(ids: string[], id: string) {
    const app = createTestApp()
    app.answer = (request) => Response.json({ id: request.url.split('/').at(-1), status: 'failed' })
    render(<List ids={ids} />, { wrapper: app.wrapper })
    await app.advance(100)
    const entries = screen.getAllByRole('listitem')
    const menu = entries[ids.indexOf(id)]?.querySelector('[aria-haspopup=menu]')
    fireEvent.click(menu ?? document.body)
    fireEvent.click(screen.getByText('Delete'))
    await app.advance(9_000)
    return document.activeElement
  }

  it.each([
    ['the next entry', ['a', 'b', 'c'], 'b', 'Video c'],
    ['the one before where it was the last', ['a', 'b', 'c'], 'c', 'Video b'],
  ])('goes to %s', async (_, ids, id, title) => {
    const focused = await deleteFrom(ids, id)
    expect(focused?.closest('article')?.querySelector('h3')?.textContent).toBe(title)
  })

  it('goes to the list where it was the only one', async () => {
    expect((await deleteFrom(['a'], 'a'))?.matches('section > ul')).toBe(true)
  })

  it('stays where it is outside of the entries', () => {
    const app = createTestApp()
    render(<List ids={['a', 'b']} />, { wrapper: app.wrapper })
    const button = screen.getByText('Remove all')
    button.focus()
    fireEvent.click(button)
    expect(document.activeElement).toBe(button)
  })
})
