import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, Link, Outlet } from '@tanstack/react-router'
import { type VideoClient, videoTaskOptions } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient; client: VideoClient }>()({
  component: Outlet,
})

const videoRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'videos/$id',
  // One request, or none if the task is cached. Polling continues one interval later.
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(videoTaskOptions(context.client, params.id)),
  component: VideoPage,
  errorComponent: ({ error }) => (
    <p role="alert">{error instanceof Error ? error.message : 'Could not load the video.'}</p>
  ),
})

function VideoPage() {
  const { id } = videoRoute.useParams()
  return (
    <main>
      <VideoTaskCard taskId={id} title="Your video" />
      <Link to="/">All videos</Link>
    </main>
  )
}

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: () => <h1>Videos</h1>,
})

export const routeTree = rootRoute.addChildren([indexRoute, videoRoute])
