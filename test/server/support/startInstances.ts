import type {
  VideoProxyEndedContext,
  VideoProxyOptions,
  VideoProxyTaskRow,
  VideoProxyTaskStore,
} from 'react-video-task/server'
import { vi } from 'vitest'
import { createTestProxy, get, postJson, userOf } from './createTestProxy.js'
import { settle } from './startMapArchive.js'

export const NOW = Date.UTC(2026, 0, 1)

/** A store of tasks in a map, and the lists that it was asked for. */
function createMapTasks() {
  const rows = new Map<string, VideoProxyTaskRow>()
  const lists: { isPending?: boolean | undefined }[] = []
  const store: VideoProxyTaskStore = {
    put: (row) => void rows.set(row.id, row),
    get: (id) => rows.get(id),
    delete: (id) => void rows.delete(id),
    list: ({ owner, isPending, limit, after }) => {
      lists.push({ isPending })
      return [...rows.values()]
        .filter((row) => (owner === undefined || row.owner === owner) && (!isPending || row.isPending))
        .toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
        .filter(
          (row) =>
            !after ||
            row.createdAt < after.createdAt ||
            (row.createdAt === after.createdAt && row.id < after.id),
        )
        .slice(0, limit)
    },
  }
  return { rows, lists, store }
}

/** Proxies over one store of tasks in a map, which see the ends of all. The test sets their clock. */
export function startInstances() {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: NOW })
  const tasks = createMapTasks()
  const ended: VideoProxyEndedContext[] = []
  const start = (options: Partial<VideoProxyOptions> = {}, upstream?: () => Promise<Response>) =>
    createTestProxy(upstream, {
      ...{ tasks: tasks.store, authorize: userOf, cache: false },
      onEnded: (end) => void ended.push(end),
      ...options,
    })
  return { ...tasks, ended, start }
}

/** A create of a user. */
export const create = (user = 'ann', params: object = {}) =>
  postJson({ model: 'wan2.6', prompt: 'A lake', ...params }, { 'x-user': user })

/** Any request lets an instance look for what others left. */
export async function wake(
  { proxy }: Pick<ReturnType<typeof createTestProxy>, 'proxy'>,
  isDone?: () => boolean,
): Promise<void> {
  await (await proxy(get('/videos', { 'x-user': 'bob' }))).text()
  await settle(isDone)
}
