import { createVideoClient, isTerminal } from 'react-video-task/client'
import { createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { videoTaskOptions } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'

const client = createVideoClient({ baseURL: '/api/v1', fetch: createVideoEmulator().fetch })
// @ts-expect-error -- authorize is required
createVideoProxy({ apiKey: 'sk-mine' })
export = { options: videoTaskOptions(client, 'a'), isTerminal, VideoTaskCard }
