'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'

const client = createVideoClient({ baseURL: '/api/v1' })

export function Providers({ children }: { children: ReactNode }) {
  // One per request on the server, so that no user sees another user's data.
  const [queryClient] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client}>{children}</VideoTaskProvider>
    </QueryClientProvider>
  )
}
