import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createElement, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import { type Backend, createBackend, simulateCrowd } from './backend.js'
import { type ContenderName, type ContenderProps, contenders } from './contenders.js'
import { countLeftovers, readLeftovers, renders } from './counters.js'

countLeftovers()

const ownFetch = globalThis.fetch
const element = document.createElement('main')
document.body.append(element)
const root = createRoot(element)
let backend: Backend | undefined

/** Renders synchronously, layout included, so that its cost is measured apart from what follows. */
function show(page: ReactNode): void {
  flushSync(() => root.render(page))
  void document.body.offsetHeight
}

/** The functions of the page that the bench calls. */
const page = {
  mount(name: ContenderName, count: number, latency?: number) {
    backend = createBackend(simulateCrowd(count), latency)
    globalThis.fetch = backend.fetch
    const client = createVideoClient({ baseURL: '/api/v1' })
    // Unwatched entries leave the cache after a second, so that what stays is a leak.
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
  /** Releases what belongs to the bench itself. */
  forget() {
    backend = undefined
    globalThis.fetch = ownFetch
  },
  finish: () => backend?.finish(),
  counts: () => ({ renders: renders.count, polls: 0, changes: 0, ...backend?.counts }),
  leftovers: readLeftovers,
}

declare global {
  var bench: typeof page
}
globalThis.bench = page
