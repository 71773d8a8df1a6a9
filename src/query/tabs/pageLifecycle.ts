import { focusManager } from '@tanstack/react-query'

/** Visibility of a page, and when the browser suspends it. */
export interface PageLifecycle {
  isHidden(): boolean
  /**
   * Calls `onVisibilityChange` when the page is shown or hidden, and `onSuspend` before the browser freezes it or moves it
   * to the back/forward cache.
   *
   * @returns a function that unsubscribes
   */
  subscribe(listeners: PageLifecycleListeners): () => void
}

interface PageLifecycleListeners {
  onVisibilityChange: () => void
  onSuspend: () => void
}

/** The lifecycle of this page; its visibility is the one TanStack Query sees. */
export const pageLifecycle: PageLifecycle = {
  isHidden: () => !focusManager.isFocused(),
  subscribe({ onVisibilityChange, onSuspend }) {
    const unsubscribe = focusManager.subscribe(onVisibilityChange)
    const ended = new AbortController()
    // `freeze` is dispatched on the document and does not bubble, so the window sees it only while capturing.
    const options = { capture: true, signal: ended.signal }
    for (const type of ['freeze', 'pagehide']) globalThis.addEventListener?.(type, onSuspend, options)
    return () => {
      unsubscribe()
      ended.abort()
    }
  },
}
