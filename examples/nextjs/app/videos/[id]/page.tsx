import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { Suspense } from 'react'
import { videoTaskOptions } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import { serverClient } from '../../../proxy.server'

interface PageProps {
  params: Promise<{ id: string }>
}

export default function Page({ params }: PageProps) {
  // The page is sent at once, with an empty card of the same height, and the video once the API has answered.
  return (
    <Suspense fallback={<VideoTaskCard taskId={null} title="Your video" size="1280x720" />}>
      <Video params={params} />
    </Suspense>
  )
}

async function Video({ params }: PageProps) {
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
