import { focusManager } from '@tanstack/react-query'

/** What sharing needs to know of its page. */
export interface PageLifecycle {
  /** Whether nobody can see it. */
  isHidden(): boolean
  /** Calls `onTurn` when it is shown or hidden and `onRest` before the browser freezes it or puts it aside. */
  subscribe(listeners: { onTurn: () => void; onRest: () => void }): () => void
}

/** This page, seen as TanStack Query sees it. */
export const pageLifecycle: PageLifecycle = {
  isHidden: () => !focusManager.isFocused(),
  subscribe({ onTurn, onRest }) {
    const stop = focusManager.subscribe(onTurn)
    const rest = new AbortController()
    // `freeze` is sent to the document and does not reach the window except on its way down.
    const options = { capture: true, signal: rest.signal }
    for (const type of ['freeze', 'pagehide']) globalThis.addEventListener?.(type, onRest, options)
    return () => {
      stop()
      rest.abort()
    }
  },
}
