import type { QueryClient } from '@tanstack/react-query'
import { toVideoTaskError, type VideoTaskError } from '../../core/errors/VideoTaskError.js'
import { createListeners } from '../../core/listeners.js'
import { perQueryClient, remember } from '../../query/perQueryClient.js'

/** How far the removal of one task is. */
export interface Removal {
  /** `waiting`: it can be undone; `sent`: it is on its way or done; `failed`: the task is listed again. */
  phase: 'waiting' | 'sent' | 'failed'
  /** Why it failed. */
  error?: VideoTaskError
}

/** The removals of one list, for all hooks that show it. */
interface Removals {
  /** Once the last listener has left, what still waits is sent. */
  subscribe: (listener: () => void) => () => void
  /** By the id of the task; the same map until something changes. */
  current: () => ReadonlyMap<string, Removal>
  /** Removes a task: `send` is called after `delay` ms, or when the page closes. */
  begin: (id: string, delay: number, send: () => Promise<void>) => void
  /** Takes a removal back that was not sent. */
  undo: (id: string) => void
}

/** Returns the removals of a list in a QueryClient. */
export function removalsOf(queryClient: QueryClient, list: string): Removals {
  return remember(listsOf(queryClient), list, createRemovals)
}

const listsOf = /* @__PURE__ */ perQueryClient(() => new Map<string, Removals>())

function createRemovals(): Removals {
  let removals: ReadonlyMap<string, Removal> = new Map()
  /** What sends each waiting removal at once. */
  const waiting = new Map<string, () => void>()
  const sendAll = () => waiting.forEach((send) => send())
  const listeners = createListeners(() => {
    globalThis.addEventListener?.('pagehide', sendAll)
    return () => {
      globalThis.removeEventListener?.('pagehide', sendAll)
      // Strict mode, and another page of the app with the same list, subscribe again at once.
      setTimeout(() => {
        if (listeners.current().length === 0) sendAll()
      })
    }
  })
  const set = (id: string, removal?: Removal) => {
    const next = new Map(removals)
    if (removal) next.set(id, removal)
    else next.delete(id)
    removals = next
    listeners.current().forEach((listener) => listener())
  }

  return {
    subscribe: listeners.subscribe,
    current: () => removals,
    begin(id, delay, send) {
      const phase = removals.get(id)?.phase
      if (phase === 'waiting' || phase === 'sent') return
      const run = async () => {
        // Undone, or sent as the page closed.
        if (waiting.get(id) !== start) return
        waiting.delete(id)
        set(id, { phase: 'sent' })
        try {
          await send()
        } catch (cause) {
          set(id, { phase: 'failed', error: toVideoTaskError(cause) })
        }
      }
      const start = () => void run()
      waiting.set(id, start)
      // A longer time fires at once. It is left to the end of the page.
      if (delay < 2 ** 31) setTimeout(start, delay)
      set(id, { phase: 'waiting' })
    },
    undo(id) {
      if (waiting.delete(id)) set(id)
    },
  }
}
