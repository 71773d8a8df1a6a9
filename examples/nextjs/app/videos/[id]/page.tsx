import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { videoTaskOptions } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import { serverClient } from '../../../proxy.server'

export default async function Video({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const queryClient = new QueryClient()
  // A failed prefetch does not fail the page: the browser polls anyway.
  await queryClient.prefetchQuery(videoTaskOptions(await serverClient(), id))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <VideoTaskCard taskId={id} title="Your video" size="1280x720" />
    </HydrationBoundary>
  )
}
