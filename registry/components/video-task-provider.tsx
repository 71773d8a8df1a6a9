'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { createVideoClient, createVideoTaskRegistry, VideoTaskProvider as Provider } from 'react-video-task'

// Your server's proxy, which adds the API key. A key in the page would be everyone's.
const client = createVideoClient({ baseURL: '/api/v1' })

// Keeps this browser's videos and their prompts in localStorage, for the list.
const registry = createVideoTaskRegistry({ keepHistory: true, keepParams: true })

/** Connects the blocks to your proxy. An app that has a QueryClientProvider keeps its own and drops the one here. */
export function VideoTaskProvider({ children }: { children: ReactNode }) {
  // In state: on a server, each request gets its own.
  const [queryClient] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={queryClient}>
      <Provider client={client} registry={registry}>
        {children}
      </Provider>
    </QueryClientProvider>
  )
}
