import { createVideoProxy } from 'react-video-task/server'
import { upstream } from './serveChild.js'

/** Our proxy, everybody allowed. */
export const createOurs = () =>
  createVideoProxy({ apiKey: 'sk-bench-0123456789', authorize: () => true, baseURL: `${upstream}/v1` })
