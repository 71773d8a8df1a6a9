import type { VideoProxyTaskQuery, VideoProxyTaskRow, VideoProxyTaskStore } from 'react-video-task/server'
import { checkTaskStore } from 'react-video-task/testing'
import { expectWords } from './readResults.js'

/** A correct store in memory. */
export function createStore() {
  const rows = new Map<string, VideoProxyTaskRow>()
  const compare = (
    a: Pick<VideoProxyTaskRow, 'createdAt' | 'id'>,
    b: Pick<VideoProxyTaskRow, 'createdAt' | 'id'>,
  ) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
  const store = {
    put: (row: VideoProxyTaskRow) => void rows.set(row.id, row),
    get: (id: string): VideoProxyTaskRow | undefined => rows.get(id),
    list: ({ owner, limit, after }: VideoProxyTaskQuery): VideoProxyTaskRow[] =>
      [...rows.values()]
        .filter((row) => (owner === undefined ? row.isPending : row.owner === owner))
        .filter((row) => !after || compare(after, row) < 0)
        .sort(compare)
        .slice(0, limit),
    delete: (id: string) => void rows.delete(id),
  }
  return { rows, store }
}

/** The requirements that a store fails. */
export async function failures(store: VideoProxyTaskStore) {
  const results = await checkTaskStore(store)
  expectWords(results)
  return results.filter(({ status }) => status === 'fail').map(({ requirement }) => requirement)
}

/** What a faulty store does in another way than a correct one. */
export type Fault = (parts: ReturnType<typeof createStore>) => Partial<VideoProxyTaskStore>
