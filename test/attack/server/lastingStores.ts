import type { VideoArchiveStore, VideoProxyTaskRow, VideoProxyTaskStore } from 'react-video-task/server'

/** What outlives a proxy, by the names of the settings: rows of tasks, and files of archives. */
export interface LastingStores {
  tasks: Map<string, Map<string, VideoProxyTaskRow>>
  archives: Map<string, Map<string, Uint8Array<ArrayBuffer>>>
}

/** Opens a store of tasks. With a `failure`, each read throws it. */
export function openTasks({ tasks }: LastingStores, name: string, failure?: string): VideoProxyTaskStore {
  const rows = tasks.get(name) ?? new Map<string, VideoProxyTaskRow>()
  tasks.set(name, rows)
  return {
    put: async (row) => void rows.set(row.id, { ...row }),
    async get(id) {
      fail(failure)
      return rows.get(id)
    },
    async list({ owner, limit, after }) {
      fail(failure)
      const isAfter = (row: VideoProxyTaskRow) => !after || compare(after, row) < 0
      return [...rows.values()]
        .filter((row) => (owner === undefined ? row.isPending : row.owner === owner) && isAfter(row))
        .sort(compare)
        .slice(0, limit)
    },
    delete: async (id) => void rows.delete(id),
  }
}

type Place = Pick<VideoProxyTaskRow, 'createdAt' | 'id'>

/** The newest first. */
const compare = (one: Place, other: Place) =>
  other.createdAt - one.createdAt || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0)

/** Opens an archive in memory. With a `failure`, the function of this name throws it. */
export function openArchive(
  { archives }: LastingStores,
  name: string,
  failure?: { method: keyof VideoArchiveStore; text: string },
): VideoArchiveStore {
  const files = archives.get(name) ?? new Map<string, Uint8Array<ArrayBuffer>>()
  archives.set(name, files)
  const store: VideoArchiveStore = {
    async put(key, body, { onlyIfAbsent }) {
      const bytes = new Uint8Array(await new Response(body).arrayBuffer())
      if (onlyIfAbsent && files.has(key)) return false
      files.set(key, bytes)
      return true
    },
    async get(key, range) {
      const bytes = files.get(key)
      return bytes && new Response(range ? bytes.slice(range.first, range.last + 1) : bytes).body
    },
    delete: async (key) => files.delete(key),
    list: async (folder) => [...files.keys()].filter((key) => key.startsWith(`${folder}/`)).sort(),
  }
  return failure ? { ...store, [failure.method]: async () => fail(failure.text) } : store
}

function fail(failure: string | undefined): void {
  if (failure !== undefined) throw new Error(failure)
}
