import type { QueryClient } from '@tanstack/react-query'
import { createFormats, type Formats } from './createFormats.js'

/** What the components of one page share: one clock, what was shown and said of each task, and what writes its numbers. */
export interface PageMemory {
  /** Highest percentage shown of each running task, so that none goes backwards where it is shown anew. */
  shown: Map<string, number>
  /** Last milestone of each task that was spoken or passed over. */
  told: Map<string, number>
  /** Calls the listener once a second. @returns what ends it */
  onTick: (listener: (now: number) => void) => () => void
  /** Writes numbers and times in a language. */
  formats: (locale: string) => Formats
}

/** Keyed by the page's QueryClient, since a server shares this module between its users. */
const pages = new WeakMap<QueryClient, PageMemory>()

/** The memory of the page that a QueryClient belongs to. */
export function pageMemory(queryClient: QueryClient): PageMemory {
  const known = pages.get(queryClient)
  if (known) return known
  const listeners = new Set<(now: number) => void>()
  const formats = new Map<string, Formats>()
  let timer: ReturnType<typeof setInterval> | undefined
  const page: PageMemory = {
    shown: new Map(),
    told: new Map(),
    onTick: (listener) => {
      timer ??= setInterval(() => {
        const now = Date.now()
        for (const each of listeners) each(now)
      }, 1_000)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    formats: (locale) => {
      const made = formats.get(locale) ?? createFormats(locale)
      formats.set(locale, made)
      return made
    },
  }
  pages.set(queryClient, page)
  return page
}
