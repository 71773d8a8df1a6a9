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
    // `freeze` is dispatched on the document and does not bubble, so the window sees it only while capturing.
    for (const type of SUSPENDING) globalThis.addEventListener?.(type, onSuspend, true)
    return () => {
      unsubscribe()
      for (const type of SUSPENDING) globalThis.removeEventListener?.(type, onSuspend, true)
    }
  },
}

/** Events of a page that the browser is about to suspend. */
const SUSPENDING = ['freeze', 'pagehide']
