import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { videoTaskOptions } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import { serverClient } from '../../../proxy.server'

export default async function Video({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const queryClient = new QueryClient()
  // A state that cannot be learnt here is no error of the page: the browser asks again.
  await queryClient.prefetchQuery(videoTaskOptions(await serverClient(), id))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <VideoTaskCard taskId={id} title="Your video" size="1280x720" />
    </HydrationBoundary>
  )
}
