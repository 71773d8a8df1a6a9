import { raceTimeout } from '../../core/abort.js'
import { ProxyError } from '../proxyError.js'

/** One entry of a task store. */
export interface VideoProxyTaskRow {
  /** The id that callers use for the task. While a create is sent, its `createId`. Of a public link, `share`, a line break and a digest. */
  id: string
  /** The user's id; `''` for a task without a user, for a create that is being sent, and for a task that was taken off the list. Of a public link, the task. */
  owner: string
  /** Milliseconds since 1970. */
  createdAt: number
  /** Whether its end is still to come, or to be reported to `onEnded`. */
  isPending: boolean
  /** Of a public link, its id; else JSON with the task, its parameters and title, and what the proxy needs to find it at the API. */
  data: string
}

/** Which rows of a store are listed: those of one owner, or all whose end is still to come or to be reported. */
export type VideoProxyTaskQuery = (
  { owner: string; isPending?: undefined } | { isPending: true; owner?: undefined }
) & {
  /** The most rows. */
  limit: number
  /** Only rows that come after this one in the order of the list. */
  after?: Pick<VideoProxyTaskRow, 'createdAt' | 'id'> | undefined
}

/**
 * Keeps the tasks of a proxy: a table of five columns. `createSqliteTaskStore` keeps them in a file; another database takes
 * a few lines. A call that takes over three seconds counts as failed.
 */
export interface VideoProxyTaskStore {
  /** Writes a row, in place of one with the same id. */
  put(row: VideoProxyTaskRow): unknown
  /** Reads a row; null or undefined where there is none. */
  get(id: string): VideoProxyTaskRow | null | undefined | Promise<VideoProxyTaskRow | null | undefined>
  /** Lists rows, the newest first: by `createdAt` downwards, and by `id` downwards where that is equal. */
  list(query: VideoProxyTaskQuery): readonly VideoProxyTaskRow[] | Promise<readonly VideoProxyTaskRow[]>
  /** Removes a row, if there is one. */
  delete(id: string): unknown
}

/** A task store whose calls return promises and end in time. */
export interface TimedTaskStore {
  put(row: VideoProxyTaskRow): Promise<void>
  get(id: string): Promise<VideoProxyTaskRow | undefined>
  list(query: VideoProxyTaskQuery): Promise<readonly VideoProxyTaskRow[]>
  delete(id: string): Promise<void>
}

/** Wraps a task store so that its calls never throw synchronously, and reject after three seconds. */
export function withTaskStoreTimeout(store: VideoProxyTaskStore): TimedTaskStore {
  const onTimeout = () => new Error(`The task store did not answer within ${STORE_TIMEOUT / 1000} s.`)
  const limit = <T>(call: () => T | Promise<T>): Promise<T> =>
    raceTimeout((async () => call())(), { timeout: STORE_TIMEOUT, onTimeout })
  return {
    put: async (row) => void (await limit(() => store.put(row))),
    get: async (id) => (await limit(() => store.get(id))) ?? undefined,
    list: (query) => limit(() => store.list(query)),
    delete: async (id) => void (await limit(() => store.delete(id))),
  }
}

/** In ms. */
const STORE_TIMEOUT = 3_000

/**
 * Ends a request that cannot do without the task store.
 *
 * @throws {ProxyError} always: 503 `tasks_unavailable`
 */
export function tasksUnavailable(cause: unknown): never {
  if (cause instanceof ProxyError) throw cause
  throw new ProxyError(503, 'tasks_unavailable', 'The task store is unavailable. Try again later.', {
    cause,
    headers: new Headers({ 'retry-after': RETRY_AFTER }),
  })
}

/** In seconds. */
const RETRY_AFTER = '5'
