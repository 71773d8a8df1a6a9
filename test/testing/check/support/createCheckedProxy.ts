import { createVideoProxy, type VideoProxyOptions } from 'react-video-task/server'
import {
  createVideoEmulator,
  type CheckVideoProxyOptions,
  type VideoEmulator,
} from 'react-video-task/testing'
import type { Defect, Handler, UpstreamFetch } from './defectHelpers.js'

export const KEY = 'sk-canary-0815'

/** Creates the library's proxy, with users identified by a cookie, in front of `fetch`. */
export function createCheckedProxy(
  fetch: UpstreamFetch,
  { handler = (proxy) => proxy, upstream = (same) => same }: Defect = {},
  options: Partial<VideoProxyOptions> = {},
): Handler {
  const proxy = createVideoProxy({
    apiKey: KEY,
    baseURL: 'https://upstream.test/v1',
    onError: () => undefined,
    limits: { promptLength: 4_000 },
    fetch: upstream(fetch),
    authorize: ({ request }) => {
      const id = /user=(\w)/.exec(request.headers.get('cookie') ?? '')?.[1]
      return id !== undefined && { id }
    },
    ...options,
  })
  return handler(proxy, fetch)
}

/** Options that check the proxy with two users and an emulator behind it. */
export const checkOptions = (emulator: VideoEmulator): CheckVideoProxyOptions => ({
  headers: { cookie: 'user=a' },
  otherHeaders: { cookie: 'user=b' },
  apiKey: KEY,
  emulator,
})

export const createUpstream = () => createVideoEmulator({ apiKey: KEY })
