import { act, render, renderHook } from '@testing-library/react'
import { Activity } from 'react'
import { expect, it } from 'vitest'
import { useVideoReferences, useVideoTasks, videoTaskState } from 'react-video-task'
import { createTestApp } from './support/createTestApp.js'
import { listObjectUrls } from './support/listObjectUrls.js'
import { picture } from '../support/pictures.js'

const running = { state: { status: 'in_progress', progress: 50 } } as const

const Statuses = ({ ids }: { ids: string[] }) => <p>{useVideoTasks(ids).map(videoTaskState).join()}</p>

it('useVideoTasks polls nothing while an Activity hides it, and then what its ids are by now', async () => {
  const app = createTestApp()
  const [a = '', b = ''] = [1, 2].map(() => app.emulator.addTask(running).id)
  const page = (mode: 'visible' | 'hidden', ...ids: string[]) => (
    <Activity mode={mode}>
      <Statuses ids={ids} />
    </Activity>
  )
  const watched = () => {
    const queries = app.queryClient.getQueryCache().getAll()
    return queries.flatMap((query) => (query.getObserversCount() > 0 ? [query.queryKey.at(-1)] : []))
  }
  const { rerender, unmount } = render(page('visible', a), { wrapper: app.wrapper })
  await app.advance(1_000)
  expect(watched()).toEqual([a])
  rerender(page('hidden', b))
  await app.advance(20_000)
  expect(watched()).toEqual([])
  const asked = app.requestCount()
  rerender(page('visible', b))
  await app.advance(1_000)
  expect([watched(), app.requestCount()]).toEqual([[b], asked + 1])
  unmount()
  await app.advance(20_000)
  expect([watched(), app.requestCount()]).toEqual([[], asked + 1])
})

it('useVideoReferences revokes the previews while an Activity hides the pictures, and makes them again', async () => {
  const urls = listObjectUrls()
  let mode: 'visible' | 'hidden' = 'visible'
  const hook = renderHook(() => useVideoReferences(), {
    wrapper: ({ children }) => <Activity mode={mode}>{children}</Activity>,
  })
  const previews = () => hook.result.current.items.map(({ preview }) => preview)
  await act(() => hook.result.current.add([picture('a.png'), picture('b.png')]))
  mode = 'hidden'
  hook.rerender()
  expect([...urls]).toEqual([])
  mode = 'visible'
  hook.rerender()
  expect([...urls]).toHaveLength(2)
  expect(previews()).toEqual([...urls])
})
