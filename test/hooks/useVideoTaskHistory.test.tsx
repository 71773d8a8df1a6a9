import { createHistoryApp } from './support/createHistoryApp.js'
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createVideoTaskRegistry, useCreateVideoTask, useVideoTaskHistory } from 'react-video-task'
import { errorOf } from '../support/errorOf.js'
import { createTestApp } from './support/createTestApp.js'

afterEach(() => {
  vi.restoreAllMocks()
  localStorage.clear()
})

const params = (prompt: string) => ({ model: 'sora-2', prompt, seconds: 4 }) as const

describe.each([{ strict: false }, { strict: true }])(
  "useVideoTaskHistory of the server's list (StrictMode: $strict)",
  ({ strict }) => {
    it('lists page by page, newest first, with title and parameters', async () => {
      const app = createHistoryApp({ strict })
      const ids = await app.createElsewhere('A fox', 'A lake', 'A hill\nat dawn')
      const { result } = await app.open({ limit: 2 })
      expect(result.current.list.taskIds).toEqual(ids.slice(0, 2))
      expect(result.current.list.entries[0]).toMatchObject({
        title: 'A hill',
        params: { prompt: 'A hill\nat dawn' },
        missingFiles: [],
      })
      expect(result.current.list).toMatchObject({ isPending: false, error: null, hasNextPage: true })
      act(() => result.current.list.fetchNextPage())
      await app.advance(100)
      expect(result.current.list.taskIds).toEqual(ids)
      expect(result.current.list.hasNextPage).toBe(false)
    })

    it('never polls an ended task, and a running one first when it is due', async () => {
      const app = createHistoryApp({ strict, cache: false })
      const [ended = ''] = await app.createElsewhere('A fox')
      await app.advance(30_000)
      await app.client.retrieve(ended)
      const [running = ''] = await app.createElsewhere('A lake')
      app.requests.length = 0
      const { result } = await app.open()
      expect(result.current.statuses).toEqual([expect.stringMatching(/queued|in_progress/), 'completed'])
      expect(new Set(app.requests)).toEqual(new Set(['GET /videos']))
      await app.advance(6_000)
      expect(app.count(`GET /videos/${running}`)).toBe(1)
      await app.advance(60_000)
      await app.advance(60_000)
      expect(result.current.statuses).toEqual(['completed', 'completed'])
      expect(app.count(`GET /videos/${ended}`)).toBe(0)
    })

    it('shows a new create at the top at once, and once', async () => {
      const app = createHistoryApp({ strict })
      const [old] = await app.createElsewhere('A fox')
      const { result } = await app.open()
      act(() => result.current.create.mutate(params('A lake')))
      await app.advance(200)
      const id = result.current.create.data?.id
      expect(result.current.list.taskIds).toEqual([id, old])
      expect(result.current.list.entries[0]?.title).toBe('A lake')
      await app.advance(600_000)
      expect(result.current.list.taskIds).toEqual([id, old])
    })

    it('gives each card its title and what its menu can do', async () => {
      const app = createHistoryApp({ strict })
      const [id = ''] = await app.createElsewhere('A fox')
      const onEdit = vi.fn()
      const { result } = await app.open({ onEdit })
      const card = result.current.list.details(id)
      expect(card.title).toBe('A fox')
      card.onEditPrompt?.()
      expect(onEdit).toHaveBeenCalledWith(result.current.list.edit(id))
      act(() => card.onAgain?.())
      await app.advance(200)
      expect(result.current.list.entries.map(({ title }) => title)).toEqual(['A fox', 'A fox'])
      act(() => card.onDelete(id))
      expect(result.current.list.taskIds).not.toContain(id)
      await app.advance(100)
      expect(app.count(`DELETE /videos/${id}`)).toBe(1)
      const unknown = result.current.list.details('video_unknown')
      expect([unknown.onAgain, unknown.onRetry, unknown.onEditPrompt]).toEqual([
        undefined,
        undefined,
        undefined,
      ])
    })

    it('removes at once, and undo brings the video back without a request', async () => {
      const app = createHistoryApp({ strict })
      const [second, first = ''] = await app.createElsewhere('A fox', 'A lake')
      const { result } = await app.open()
      act(() => result.current.list.remove(first))
      expect(result.current.list.taskIds).toEqual([second])
      expect(result.current.list.removed).toMatchObject([{ id: first, title: 'A fox' }])
      await app.advance(7_000)
      act(() => result.current.list.undo(first))
      expect(result.current.list.taskIds).toEqual([second, first])
      await app.advance(60_000)
      expect(app.count('DELETE')).toBe(0)
      expect(result.current.list.removed).toEqual([])
    })

    it('a second removal after an undo has its whole time', async () => {
      const app = createHistoryApp({ strict })
      const [id = ''] = await app.createElsewhere('A fox')
      const { result } = await app.open()
      act(() => result.current.list.remove(id))
      await app.advance(5_000)
      act(() => result.current.list.undo(id))
      act(() => result.current.list.remove(id))
      await app.advance(5_000)
      expect(app.count('DELETE')).toBe(0)
      await app.advance(5_000)
      expect(app.count('DELETE')).toBe(1)
    })

    it('sends one delete after the undo time, and the video is gone on every device', async () => {
      const app = createHistoryApp({ strict })
      const [second, first = ''] = await app.createElsewhere('A fox', 'A lake')
      const { result } = await app.open()
      act(() => {
        result.current.list.remove(first)
        result.current.list.remove(first)
      })
      await app.advance(9_000)
      expect(app.requests.filter((request) => request.startsWith('DELETE'))).toEqual([
        `DELETE /videos/${first}`,
      ])
      expect(result.current.list).toMatchObject({ taskIds: [second], removed: [] })
      const other = await app.open()
      expect(other.result.current.list.taskIds).toEqual([second])
    })

    it('a delete that fails brings the video back and says why, and a later one works', async () => {
      const app = createHistoryApp({ strict })
      const [id = ''] = await app.createElsewhere('A fox')
      const { result } = await app.open({ undoTime: 1_000 })
      app.answerDelete = () => Response.json({ error: { message: 'Try later' } }, { status: 503 })
      act(() => result.current.list.remove(id))
      expect(result.current.list.taskIds).toEqual([])
      await app.advance(2_000)
      expect(result.current.list.entries).toMatchObject([{ id, removeError: { status: 503 } }])
      app.answerDelete = undefined
      act(() => result.current.list.remove(id))
      await app.advance(2_000)
      expect(result.current.list.taskIds).toEqual([])
      expect(app.count('DELETE')).toBe(2)
    })

    const closePage = () => void window.dispatchEvent(new Event('pagehide'))
    it.each<[string, () => void, number?]>([
      ['the page closes', closePage],
      ['the page closes, with an endless time', closePage, Infinity],
      ['the last component with the list unmounts', cleanup],
    ])('sends a waiting delete when %s', async (_, leave, undoTime) => {
      const app = createHistoryApp({ strict })
      const [id = ''] = await app.createElsewhere('A fox')
      const { result } = await app.open({ undoTime })
      act(() => result.current.list.remove(id))
      await app.advance(1_000)
      expect(app.count('DELETE')).toBe(0)
      act(leave)
      await app.advance(100)
      expect(app.keepalive).toEqual([true])
      await app.advance(60_000)
      expect(app.count('DELETE')).toBe(1)
    })
  },
)

it('a delete of a video that another device has deleted is no error', async () => {
  const app = createHistoryApp()
  const [id = ''] = await app.createElsewhere('A fox')
  const { result } = await app.open({ undoTime: 0 })
  await app.client.delete(id)
  act(() => result.current.list.remove(id))
  await app.advance(1_000)
  expect(app.count('DELETE')).toBe(2)
  expect(result.current.list).toMatchObject({ entries: [], removed: [] })
})

it('a 404 of a video that is still listed is an error, as where the route is missing', async () => {
  const app = createHistoryApp()
  const [id = ''] = await app.createElsewhere('A fox')
  const { result } = await app.open({ undoTime: 0 })
  app.answerDelete = () => Response.json({ error: { message: 'No route' } }, { status: 404 })
  act(() => result.current.list.remove(id))
  await app.advance(1_000)
  expect(result.current.list.entries).toMatchObject([{ id, removeError: { status: 404 } }])
})

it('a delete that was only accepted brings the video back as delete_not_confirmed', async () => {
  const app = createHistoryApp()
  const [id = ''] = await app.createElsewhere('A fox')
  const { result } = await app.open({ undoTime: 0 })
  app.answerDelete = () => Response.json({ id, status: 'in_progress', progress: 5 }, { status: 202 })
  act(() => result.current.list.remove(id))
  await app.advance(1_000)
  expect(result.current.list.entries).toMatchObject([
    {
      id,
      removeError: {
        code: 'delete_not_confirmed',
        message: 'The API has accepted the delete and not confirmed it: the video may be made and billed.',
      },
    },
  ])
})

it('again makes a video with the same parameters, on a page that did not create the first one', async () => {
  const app = createHistoryApp()
  const [id = ''] = await app.createElsewhere('A fox')
  const { result } = await app.open()
  const made = await act(async () => {
    const pending = result.current.list.again(id)
    await vi.advanceTimersByTimeAsync(100)
    return pending
  })
  expect(result.current.list.taskIds).toEqual([made?.id, id])
  const [first, second] = result.current.list.entries
  expect(first?.params).toEqual(second?.params)
  expect(result.current.list.againError).toBeNull()
})

it.each([{}, { secret: 'x'.repeat(32) }])(
  'again of a remix sends the same remix of the same video, on a page that did not make it: %j',
  async (options) => {
    const app = createHistoryApp({ routes: ['remix'], cache: false, ...options })
    const [source = ''] = await app.createElsewhere('A fox')
    await app.advance(30_000)
    const { id } = await app.client.remix(source, { prompt: 'At night' })
    const { result } = await app.open()
    expect(result.current.list.entries[0]).toMatchObject({ id, title: 'At night', remixedFrom: source })
    // A form makes no remix.
    expect(result.current.list.edit(id)).toBeUndefined()
    app.requests.length = 0
    app.creates.length = 0
    act(() => void result.current.list.again(id))
    await app.advance(100)
    expect(app.requests.filter((request) => request.startsWith('POST'))).toEqual([
      `POST /videos/${source}/remix`,
    ])
    expect(app.creates).toEqual(['{"prompt":"At night"}'])
    expect(result.current.list.againError).toBeNull()
  },
)

it('again sends a picture that onCreated has kept as a URL', async () => {
  const picture = 'https://pictures.test/fox.png'
  const app = createHistoryApp({ onCreated: () => ({ params: { input_reference: picture } }) })
  await app.client.create({
    ...params('A fox'),
    input_reference: 'data:image/png;base64,iVBORw0KGgo=',
  })
  const { result } = await app.open()
  const [entry] = result.current.list.entries
  expect(entry?.missingFiles).toEqual([])
  expect(result.current.list.edit(entry?.id ?? '')).toEqual({
    values: { model: 'sora-2', prompt: 'A fox', seconds: '4' },
    params: { input_reference: picture },
  })
  act(() => void result.current.list.again(entry?.id ?? ''))
  await app.advance(100)
  expect(app.creates).toHaveLength(2)
  const body = app.creates[1]
  expect(body instanceof FormData ? body.get('input_reference') : body).toContain(picture)
})

it('again makes nothing where a picture was not kept, and names the parameter', async () => {
  const app = createHistoryApp()
  await app.client.create({
    ...params('A fox'),
    input_reference: 'data:image/png;base64,iVBORw0KGgo=',
  })
  const { result } = await app.open()
  const [id = ''] = result.current.list.taskIds
  expect(result.current.list.entries[0]?.missingFiles).toEqual(['input_reference'])
  expect(result.current.list.edit(id)?.params).toEqual({})
  await act(async () => expect(await result.current.list.again(id)).toBeUndefined())
  await app.advance(100)
  expect(result.current.list.againError).toMatchObject({ code: 'missing_files' })
  expect(String(result.current.list.againError)).toContain('input_reference')
  expect(app.creates).toHaveLength(1)
})

it('names the parameters that have a picture in a list or an object, which was not kept', async () => {
  const app = createHistoryApp()
  const picture = 'data:image/png;base64,iVBORw0KGgo='
  await app.client.create({
    ...params('A fox'),
    frames: ['https://a.test/1.png', picture],
    camera: { start: picture, end: 'left' },
    sound: { name: 'a', type: 'b', size: 1, volume: 2 },
    notes: ['a', { b: 'c' }],
  })
  const { result } = await app.open()
  const [entry] = result.current.list.entries
  expect(entry?.missingFiles.toSorted()).toEqual(['camera', 'frames'])
  expect(Object.keys(result.current.list.edit(entry?.id ?? '')?.params ?? {}).toSorted()).toEqual([
    'notes',
    'sound',
  ])
  await act(async () => void (await result.current.list.again(entry?.id ?? '')))
  await app.advance(100)
  expect(result.current.list.againError?.message).toMatch(
    /^The files of (frames, camera|camera, frames) were not kept/,
  )
})

it('again sends a picture that this page still has, after the server has listed the video without it', async () => {
  const app = createHistoryApp()
  const { result } = await app.open()
  const picture = 'data:image/png;base64,iVBORw0KGgo='
  act(() => result.current.create.mutate({ ...params('A fox'), input_reference: picture }))
  await app.advance(5_000)
  const [id = ''] = result.current.list.taskIds
  expect(app.count('GET /videos')).toBeGreaterThan(1)
  expect(result.current.list.entries).toMatchObject([{ id, missingFiles: [] }])
  act(() => void result.current.list.again(id))
  await app.advance(5_000)
  expect(result.current.list.taskIds).toHaveLength(2)
  expect(app.creates).toHaveLength(2)
  expect(app.creates[1]).toEqual(app.creates[0])
})

it("again of this page's own video works where the server lists tasks without parameters", async () => {
  const app = createTestApp()
  const listed: object[] = []
  const creates: string[] = []
  app.answer = async (request) => {
    if (request.method === 'GET') return Response.json({ object: 'list', data: listed, has_more: false })
    creates.push(await request.text())
    const task = { id: `task_${creates.length}`, object: 'video', status: 'completed', progress: 100 }
    listed.unshift(task)
    return Response.json(task)
  }
  const { result } = renderHook(() => ({ list: useVideoTaskHistory(), create: useCreateVideoTask() }), {
    wrapper: app.wrapper,
  })
  await app.advance(100)
  act(() => result.current.create.mutate(params('A fox')))
  await app.advance(1_000)
  expect(result.current.list.entries).toMatchObject([{ id: 'task_1', params: params('A fox') }])
  expect(app.requestCount()).toBeGreaterThan(2)
  act(() => void result.current.list.again('task_1'))
  await app.advance(1_000)
  expect(result.current.list.taskIds).toEqual(['task_2', 'task_1'])
  expect(creates).toHaveLength(2)
})

it('an API without a list is an error of the list', async () => {
  const app = createTestApp()
  app.answer = () => new Response('{"error":{"message":"no list"}}', { status: 404 })
  const { result } = renderHook(() => useVideoTaskHistory(), { wrapper: app.wrapper })
  await app.advance(60_000)
  expect(result.current).toMatchObject({ entries: [], error: { status: 404 } })
})

describe('useVideoTaskHistory of the registry', () => {
  const history = { source: 'registry' } as const

  it('keeps ended videos over reloads and days without a request, and their parameters', async () => {
    const app = createHistoryApp()
    const open = () => {
      cleanup()
      return app.open(history, createVideoTaskRegistry({ keepHistory: true, keepParams: true }))
    }
    const first = await open()
    act(() => first.result.current.create.mutate(params('A fox')))
    await app.advance(60_000)
    await app.advance(60_000)
    expect(first.result.current.statuses).toEqual(['completed'])
    await app.advance(30 * 86_400_000)
    app.requests.length = 0
    const { result } = await open()
    expect(result.current.statuses).toEqual(['completed'])
    expect(result.current.list.entries).toMatchObject([{ title: 'A fox', params: params('A fox') }])
    await app.advance(60_000)
    expect(app.requests).toEqual([])
    const [id = ''] = result.current.list.taskIds
    act(() => void result.current.list.again(id))
    await app.advance(100)
    expect(result.current.list.taskIds).toHaveLength(2)
    expect(result.current.list.entries[0]?.params).toEqual(params('A fox'))
  })

  it('stores no word of the prompt without keepParams, and again then says unknown_params', async () => {
    const app = createHistoryApp()
    const first = await app.open(history, createVideoTaskRegistry({ keepHistory: true }))
    act(() => first.result.current.create.mutate(params('A fox')))
    await app.advance(60_000)
    await app.advance(60_000)
    expect(localStorage.getItem('react-video-task:tasks:')).toContain('completed')
    expect(JSON.stringify({ ...localStorage })).not.toContain('A fox')
    // This page still has the parameters; after a reload nothing has.
    cleanup()
    const { result } = await app.open(history, createVideoTaskRegistry({ keepHistory: true }))
    const [id = ''] = result.current.list.taskIds
    expect(result.current.list.edit(id)).toBeUndefined()
    await act(async () => void (await result.current.list.again(id)))
    await app.advance(100)
    expect(result.current.list.againError).toMatchObject({
      code: 'unknown_params',
      message: expect.stringMatching(/^The parameters of this video are not known here/),
    })
  })

  it('removes after the undo time from the browser only', async () => {
    const app = createHistoryApp()
    const registry = createVideoTaskRegistry({ keepHistory: true })
    const { result } = await app.open(history, registry)
    act(() => result.current.create.mutate(params('A fox')))
    await app.advance(100)
    const [id = ''] = result.current.list.taskIds
    act(() => result.current.list.remove(id))
    expect(result.current.list.taskIds).toEqual([])
    expect(registry.list()).toHaveLength(1)
    act(() => result.current.list.undo(id))
    expect(result.current.list.taskIds).toEqual([id])
    act(() => result.current.list.remove(id))
    await app.advance(10_000)
    expect(registry.list()).toEqual([])
    expect(app.count('DELETE')).toBe(0)
  })

  it('without a registry throws missing_registry', async () => {
    const app = createTestApp()
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const error = await errorOf(() =>
      renderHook(() => useVideoTaskHistory(history), { wrapper: app.wrapper }),
    )
    expect(error).toMatchObject({
      code: 'missing_registry',
      message: expect.stringMatching(/^useVideoTaskHistory found no registry/),
    })
  })
})
