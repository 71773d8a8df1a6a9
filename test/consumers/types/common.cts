import { QueryClient } from '@tanstack/react-query'
import { createVideoClient, isTerminal } from 'react-video-task/client'
import { createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { clearVideoTasks, videoTaskOptions } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'

const client = createVideoClient({ baseURL: '/api/v1', fetch: createVideoEmulator().fetch })
// @ts-expect-error -- authorize is required
createVideoProxy({ apiKey: 'sk-mine' })
// @ts-expect-error -- of the CommonJS build of TanStack Query, another copy than the one that this package imports
void clearVideoTasks(new QueryClient())
export = { options: videoTaskOptions(client, 'a'), isTerminal, VideoTaskCard }
