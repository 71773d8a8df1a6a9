import { keepPreviousData, QueryClient } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import {
  createVideoTaskRegistry,
  useCreateVideoTask,
  useDeleteVideoTask,
  useRemixVideoTask,
  useVideoTaskHistory,
  useVideoTaskList,
  useVideoTasks,
  videoTaskKeys,
  VideoTaskProvider,
} from 'react-video-task'
import { createHistoryApp } from './support/createHistoryApp.js'
import { createTestApp } from './support/createTestApp.js'

afterEach(() => localStorage.clear())

const LIST = [...videoTaskKeys.all(), 'list']

const running = { id: 'a', object: 'video', status: 'in_progress', progress: 50 }
const finished = { ...running, status: 'completed', progress: 100, video_url: 'https://cdn.test/a.mp4' }

/** An app whose API lists what the test says; a task is polled every hour. */
function createListApp(listed: object[], registry = createVideoTaskRegistry()) {
  const app = createTestApp()
  const sent: string[] = []
  const api = { listed, sent, deletion: () => Response.json({ id: 'a', deleted: true }) }
  app.answer = async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    const path = pathname.replace('/v1', '')
    sent.push(`${request.method} ${path} ${await request.text()}`.trim())
    if (request.method === 'DELETE') return api.deletion()
    const data = api.listed.slice(0, Number(searchParams.get('limit') ?? api.listed.length))
    if (path === '/videos') return Response.json({ object: 'list', data, has_more: false })
    return Response.json(running)
  }
  const { result } = renderHook(
    () => {
      const list = useVideoTaskHistory({ undoTime: 0 })
      const tasks = useVideoTasks(list.taskIds).map(({ data }) => data)
      return { list, tasks, remix: useRemixVideoTask(), deletion: useDeleteVideoTask() }
    },
    {
      wrapper: ({ children }) => (
        <app.wrapper>
          <VideoTaskProvider client={app.client} registry={registry} pollInterval={3_600_000}>
            {children}
          </VideoTaskProvider>
        </app.wrapper>
      ),
    },
  )
  const refetch = async () => {
    act(() => void app.queryClient.invalidateQueries({ queryKey: LIST }))
    await app.advance(100)
  }
  /** Remixes a video on this page; the API lists it only where the test says so. */
  const remix = async () => {
    await app.advance(100)
    act(() => result.current.remix.mutate({ id: 'source', prompt: 'At night' }))
    await app.advance(100)
  }
  return Object.assign(api, { ...app, result, refetch, remix })
}

describe('the removal of a listed video', () => {
  it('is sent when it was due, though it is asked for again meanwhile', async () => {
    const app = createHistoryApp()
    const [id = ''] = await app.createElsewhere('A fox')
    const { result } = await app.open()
    act(() => result.current.list.remove(id))
    await app.advance(5_000)
    act(() => result.current.list.remove(id))
    await app.advance(3_500)
    expect(app.count('DELETE')).toBe(1)
  })

  it('can neither be undone nor sent twice while it is on its way', async () => {
    const app = createHistoryApp()
    const [id = ''] = await app.createElsewhere('A fox')
    const { result } = await app.open({ undoTime: 1_000 })
    let answer: (response: Response) => void = () => {}
    app.answerDelete = () => new Promise((resolve) => (answer = resolve))
    act(() => result.current.list.remove(id))
    await app.advance(1_500)
    expect(result.current.list).toMatchObject({ taskIds: [], removed: [] })
    act(() => result.current.list.undo(id))
    act(() => result.current.list.remove(id))
    await app.advance(2_000)
    expect(result.current.list.taskIds).toEqual([])
    expect(app.count('DELETE')).toBe(1)
    answer(Response.json({ id, deleted: true }))
  })

  it('is final where the API still lists the video after it has confirmed the delete', async () => {
    const { result, advance, refetch } = createListApp([finished])
    await advance(100)
    act(() => result.current.list.remove('a'))
    await advance(1_000)
    await refetch()
    expect(result.current.list.entries).toEqual([])
  })

  it('that fails is an error where the API does not list the video', async () => {
    const app = createListApp([])
    await app.remix()
    expect(app.result.current.list.taskIds).toEqual(['a'])
    app.deletion = () => Response.json({ error: { message: 'Try later' } }, { status: 503 })
    act(() => app.result.current.list.remove('a'))
    await app.advance(1_000)
    expect(app.result.current.list.entries).toMatchObject([{ id: 'a', removeError: { status: 503 } }])
  })

  it('that the API does not know is an error where any page of the list has it', async () => {
    const app = createHistoryApp()
    const [, second = ''] = await app.createElsewhere('A fox', 'A lake', 'A hill')
    const { result } = await app.open({ undoTime: 0, limit: 1 })
    act(() => result.current.list.fetchNextPage())
    await app.advance(100)
    app.answerDelete = () => Response.json({ error: { message: 'No route' } }, { status: 404 })
    act(() => result.current.list.remove(second))
    await app.advance(1_000)
    expect(result.current.list.entries).toMatchObject([{}, { id: second, removeError: { status: 404 } }])
  })

  it('that the API does not know is an error where one of several lists has it', async () => {
    const app = createListApp([{ ...finished, id: 'b' }, finished])
    renderHook(() => useVideoTaskList({ limit: 1 }), { wrapper: app.wrapper })
    await app.advance(100)
    app.deletion = () => Response.json({ error: { message: 'No route' } }, { status: 404 })
    act(() => app.result.current.list.remove('a'))
    await app.advance(1_000)
    expect(app.result.current.list.entries).toMatchObject([
      { id: 'b' },
      { id: 'a', removeError: { status: 404 } },
    ])
  })

  it('ends the watch and the record of a video that another device has deleted', async () => {
    const registry = createVideoTaskRegistry()
    const app = createListApp([running], registry)
    await app.advance(100)
    registry.add('a')
    app.deletion = () => Response.json({ error: { message: 'Gone' } }, { status: 404 })
    app.listed = []
    act(() => app.result.current.list.remove('a'))
    await app.advance(1_000)
    expect(registry.list()).toEqual([])
    expect(app.queryClient.getQueryData(videoTaskKeys.detail('a'))).toMatchObject({
      observed: { deleted: expect.any(Number) },
    })
  })
})

describe('a history', () => {
  it('has a remix of this page at once, and makes the same one again', async () => {
    const app = createListApp([])
    await app.remix()
    expect(app.result.current.list.entries).toMatchObject([
      { id: 'a', title: 'At night', remixedFrom: 'source' },
    ])
    // The id is that of the source.
    expect(app.result.current.list.entries[0]?.params).toEqual({ prompt: 'At night' })
    app.sent.length = 0
    act(() => void app.result.current.list.again('a'))
    await app.advance(100)
    expect(app.sent[0]).toMatch(/^POST \/videos\/source\/remix .*At night/s)
  })

  it.each([
    ['the title that the server keeps', { title: 'Mine', params: { prompt: 'A fox' } }, 'Mine'],
    ['the first line of its prompt', { params: { prompt: ' A fox\nat dawn' } }, 'A fox'],
    ['the prompt of a task without a record', { prompt: 'A lake\r\nat dawn' }, 'A lake'],
    ['nothing where nothing is known', {}, undefined],
  ])('names a video by %s', async (_, record, title) => {
    const app = createListApp([{ ...running, ...record }])
    await app.advance(10)
    expect(app.result.current.list.entries.map((entry) => entry.title)).toEqual([title])
  })

  it('has the parameters that the server keeps, also of a video of this page', async () => {
    const app = createListApp([{ ...running, params: { prompt: 'At night', seed: 7 } }])
    await app.remix()
    expect(app.result.current.list.entries[0]?.params).toEqual({ prompt: 'At night', seed: 7 })
  })

  it('has no video that another part of the page has deleted', async () => {
    const app = createListApp([])
    await app.remix()
    act(() => app.result.current.deletion.mutate('a'))
    await app.advance(1_000)
    expect(app.result.current.list.entries).toEqual([])
  })

  it('learns the end of a running task from the list, between two polls', async () => {
    const app = createListApp([running])
    await app.advance(100)
    expect(app.result.current.tasks).toMatchObject([{ status: 'in_progress' }])
    app.listed = [finished]
    await app.refetch()
    expect(app.result.current.tasks).toMatchObject([{ status: 'completed' }])
    app.listed = [{ ...running, progress: 10 }]
    await app.refetch()
    expect(app.result.current.tasks).toMatchObject([{ status: 'completed' }])
    expect(new Set(app.sent)).toEqual(new Set(['GET /videos']))
  })

  it('keeps what it knows of a running task, which the list may have from before', async () => {
    const app = createListApp([running])
    await app.advance(100)
    app.listed = [{ ...running, progress: 10 }]
    await app.refetch()
    expect(app.result.current.list.entries).toMatchObject([{ task: { progress: 10 } }])
    expect(app.result.current.tasks).toMatchObject([{ progress: 50 }])
  })

  it('does not revive a deleted task by an answer from before', async () => {
    const app = createListApp([running])
    await app.advance(100)
    act(() => app.result.current.list.remove('a'))
    await app.advance(1_000)
    app.listed = [finished]
    await app.refetch()
    expect(app.queryClient.getQueryData(videoTaskKeys.detail('a'))).toMatchObject({
      status: 'in_progress',
      observed: { deleted: expect.any(Number) },
    })
  })

  it.each([
    ['its record', { params: { prompt: 'A fox' } }, 'completed'],
    ['no record', {}, 'in_progress'],
  ])('believes the end of a task without a URL by %s', async (_, record, status) => {
    const app = createListApp([{ ...finished, video_url: undefined, ...record }])
    await app.advance(10)
    expect(app.result.current.tasks).toMatchObject([{ status }])
  })
})

describe('a history that gets another scope', () => {
  it('shows and caches nothing of the user before, even with keepPreviousData as a default', async () => {
    const app = createTestApp()
    app.queryClient = new QueryClient({ defaultOptions: { queries: { placeholderData: keepPreviousData } } })
    app.answer = () => Response.json({ object: 'list', data: [finished], has_more: false })
    const { result, rerender } = renderHook((scope) => useVideoTaskHistory({ scope }), {
      wrapper: app.wrapper,
      initialProps: 'ann',
    })
    await app.advance(100)
    expect(result.current.taskIds).toEqual(['a'])
    app.answer = () => Response.json({ object: 'list', data: [], has_more: false })
    rerender('bob')
    expect(result.current).toMatchObject({ taskIds: [], isPending: true })
    await app.advance(100)
    expect(result.current).toMatchObject({ taskIds: [], isPending: false })
    expect(app.queryClient.getQueryData(videoTaskKeys.detail('a', 'bob'))).toBeUndefined()
  })
})

describe('a video of this page that is no longer on the fetched pages', () => {
  /** Creates three videos, a second apart, in a list of two a page. */
  async function createThree(hasTimes: boolean) {
    const app = createTestApp()
    const made: { id: string }[] = []
    app.answer = (request) => {
      if (request.method === 'POST') {
        const times = hasTimes && { created_at: Math.floor(Date.now() / 1_000) }
        made.unshift({ ...finished, ...times, id: `v${made.length + 1}` })
        return Response.json(made[0])
      }
      const after = new URL(request.url).searchParams.get('after')
      const start = made.findIndex(({ id }) => id === after) + 1
      const data = made.slice(start, start + 2)
      return Response.json({ object: 'list', data, has_more: !!made[start + 2], last_id: data.at(-1)?.id })
    }
    const { result } = renderHook(
      () => ({ list: useVideoTaskHistory({ limit: 2 }), create: useCreateVideoTask() }),
      { wrapper: app.wrapper },
    )
    for (const prompt of ['A fox', 'A lake', 'A hill']) {
      await app.advance(1_000)
      act(() => result.current.create.mutate({ model: 'sora-2', prompt }))
      // The create, then the list.
      await app.advance(100)
      await app.advance(100)
    }
    return { ...app, result }
  }

  it('is listed behind the newer ones, before and after the next page is fetched', async () => {
    const { result, advance } = await createThree(true)
    expect(result.current.list).toMatchObject({ taskIds: ['v3', 'v2', 'v1'], hasNextPage: true })
    act(() => result.current.list.fetchNextPage())
    await advance(100)
    expect(result.current.list).toMatchObject({ taskIds: ['v3', 'v2', 'v1'], hasNextPage: false })
  })

  it('is listed before them where the API tells no times', async () => {
    const { result } = await createThree(false)
    expect(result.current.list.taskIds).toEqual(['v1', 'v3', 'v2'])
  })
})
