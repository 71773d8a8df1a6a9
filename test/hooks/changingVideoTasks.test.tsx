import { renderHook } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { useVideoTasks } from 'react-video-task'
import { createTestApp } from './support/createTestApp.js'
import { renderAsInProduction } from '../support/renderAsInProduction.js'

afterEach(() => vi.useRealTimers())

/** Watches the tasks `ids`, whose progress is how often each was asked for, or stays the same. */
function watchTasks(ids: string[], { strict = false, isChanging = true } = {}) {
  const app = createTestApp({ strict })
  const asked: Record<string, number> = {}
  app.answer = ({ url }) => {
    const id = url.split('/').at(-1) ?? ''
    asked[id] = (asked[id] ?? 0) + 1
    return Response.json({ id, status: 'in_progress', progress: isChanging ? asked[id] : 50 })
  }
  const renders = { count: 0 }
  const page = renderHook(
    (props: { ids: string[] }) => {
      renders.count += 1
      return useVideoTasks(props.ids).map(({ data }) => data && `${data.id} ${data.progress}`)
    },
    { wrapper: app.wrapper, initialProps: { ids } },
  )
  const change = (...next: string[]) => page.rerender({ ids: next })
  const watched = () => {
    const queries = app.queryClient.getQueryCache().getAll()
    return queries.flatMap((query) => (query.getObserversCount() > 0 ? [query.queryKey.at(-1)] : []))
  }
  return { ...app, ...page, asked, renders, change, watched }
}

it.each([{ strict: false }, { strict: true }])(
  'useVideoTasks shows the newest answers in the order of its ids, whichever come and go (strict: $strict)',
  async ({ strict }) => {
    const { result, asked, change, advance, watched, unmount } = watchTasks(['a', 'b'], { strict })
    const newest = (...ids: string[]) => ids.map((id) => `${id} ${asked[id]}`)
    await advance(6_000)
    expect(result.current).toEqual(newest('a', 'b'))
    expect(asked['b']).toBeGreaterThan(1)

    change('c', 'b')
    const ofLeft = asked['a']
    await advance(12_000)
    expect(result.current).toEqual(newest('c', 'b'))
    expect(asked['c']).toBeGreaterThan(2)
    expect(asked['a']).toBe(ofLeft)
    expect(watched()).toEqual(['b', 'c'])

    change()
    expect(result.current).toEqual([])
    expect(watched()).toEqual([])

    change('a', 'c')
    await advance(12_000)
    expect(result.current).toEqual(newest('a', 'c'))
    expect(asked['a']).toBeGreaterThan(Number(ofLeft) + 1)
    unmount()
    expect(watched()).toEqual([])
    const total = { ...asked }
    await advance(30_000)
    expect(asked).toEqual(total)
  },
)

it('useVideoTasks renders once for ids that leave, and not for polls of an id that came', async () => {
  renderAsInProduction()
  const { change, advance, renders, asked } = watchTasks(['a', 'b'], { isChanging: false })
  await advance(1_000)
  let before = renders.count
  change('b')
  await advance(100)
  expect(renders.count).toBe(before + 1)
  change('b', 'c')
  await advance(1_000)
  before = renders.count
  await advance(20_000)
  expect(asked['c']).toBeGreaterThan(3)
  expect(renders.count).toBe(before)
})
