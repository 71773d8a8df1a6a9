import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createElement, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import type { ContenderProps } from './contenders/Contender.js'
import { type ContenderName, contenders } from './contenders/contenders.js'
import { renders } from './countRender.js'
import { createBackend, type Backend } from './createBackend.js'
import { readLeftovers, watchLeftovers } from './leftovers.js'

watchLeftovers()

const ownFetch = globalThis.fetch
const element = document.createElement('main')
document.body.append(element)
const root = createRoot(element)
let backend: Backend | undefined

/** Renders at once, layout included, so that what it costs can be told apart from what comes later. */
function show(page: ReactNode): void {
  flushSync(() => root.render(page))
  void document.body.offsetHeight
}

/** What the bench asks of the page. */
const page = {
  mount(name: ContenderName, count: number) {
    backend = createBackend(count)
    globalThis.fetch = backend.fetch
    const client = createVideoClient({ baseURL: '/api/v1' })
    // Entries leave the cache soon after the last who watched them, so that what stays is a leak.
    const queryClient = new QueryClient({ defaultOptions: { queries: { gcTime: 1_000 } } })
    renders.count = 0
    show(
      <QueryClientProvider client={queryClient}>
        <VideoTaskProvider client={client}>
          {createElement<ContenderProps>(contenders[name], { ids: backend.ids })}
        </VideoTaskProvider>
      </QueryClientProvider>,
    )
  },
  unmount: () => show(null),
  /** Lets go of what belongs to the bench itself. */
  forget() {
    backend = undefined
    globalThis.fetch = ownFetch
  },
  finish: () => backend?.finish(),
  counts: () => ({ renders: renders.count, polls: 0, changes: 0, ...backend?.counts }),
  leftovers: readLeftovers,
}

/** What the bench asks of the page. */
export type BenchPage = typeof page
declare global {
  var bench: BenchPage
}
globalThis.bench = page
