import type { VideoArchiveStore } from './archiveStore.js'
import { putText } from './archiveStore.js'
import { type KeptFilms, keyOf } from './keptFilms.js'

/** Deletes films when the time for which they are kept is over. */
interface Retention {
  /** Notes when a film is to be deleted. Called before the film can be seen. */
  plan(id: string): Promise<void>
  /** Deletes what is due. Called again and again. */
  sweep(): Promise<void>
}

/**
 * Creates the retention of an archive. A film is deleted when its end has passed by the clock, and has stayed passed for ten
 * minutes of this process: a clock that jumps and is set right deletes nothing.
 *
 * @param lifetime of a film, in ms; `undefined` keeps all for good
 */
export function createRetention(
  store: VideoArchiveStore,
  films: KeptFilms,
  lifetime: number | undefined,
): Retention {
  /** When this process found each film due, by a clock that cannot jump. */
  const due = new Map<string, number>()
  return {
    async plan(id) {
      if (lifetime === undefined) return
      // Sorted by name, the first ones to delete come first. 15 digits last for 30,000 years.
      const end = String(Math.min(Date.now() + lifetime, 1e15 - 1)).padStart(15, '0')
      await putText(store, keyOf('ends', `${end}-${id}`), '{}')
    },
    async sweep() {
      if (lifetime === undefined) return
      const keys = (await store.list('ends')).filter((key) => endOf(key) <= Date.now())
      for (const key of due.keys()) if (!keys.includes(key)) due.delete(key)
      for (const key of keys) {
        const since = due.get(key)
        if (since === undefined) due.set(key, performance.now())
        else if (performance.now() - since >= GRACE) {
          await films.delete(key.slice(key.indexOf('-') + 1))
          await store.delete(key)
          due.delete(key)
        }
      }
    },
  }
}

/** How long a film stays due before it is deleted, in ms. */
const GRACE = 10 * 60 * 1000

const endOf = (key: string) => Number(/^ends\/(\d+)-/.exec(key)?.[1] ?? Infinity)
