import type { VideoArchiveStore } from 'react-video-task/server'

/** The few lines that another storage takes. */
export function createMapArchive(): VideoArchiveStore {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    async put(key, body, { onlyIfAbsent }) {
      const bytes = new Uint8Array(await new Response(body).arrayBuffer())
      if (onlyIfAbsent && files.has(key)) return false
      return void files.set(key, bytes)
    },
    get: async (key, range = { first: 0, last: Infinity }) => {
      const bytes = files.get(key)?.slice(range.first, range.last + 1)
      return bytes && new Response(bytes).body
    },
    delete: async (key) => files.delete(key),
    list: async (folder) => [...files.keys()].filter((key) => key.startsWith(`${folder}/`)).sort(),
  }
}
