import { createVideoProxy, type VideoProxyOptions } from 'react-video-task/server'
import {
  createVideoEmulator,
  type CheckVideoProxyOptions,
  type VideoEmulator,
} from 'react-video-task/testing'
import type { Handler, Spoil, UpstreamFetch } from './spoil.js'

export const KEY = 'sk-canary-0815'

/** Our proxy with users known by a cookie, in front of an emulator or of whatever `fetch` leads to. */
export function createChecked(
  fetch: UpstreamFetch,
  { handler = (proxy) => proxy, upstream = (same) => same }: Spoil = {},
  options: Partial<VideoProxyOptions> = {},
): Handler {
  const proxy = createVideoProxy({
    apiKey: KEY,
    baseURL: 'https://upstream.test/v1',
    onError: () => undefined,
    fetch: upstream(fetch),
    authorize: ({ request }) => {
      const id = /user=(\w)/.exec(request.headers.get('cookie') ?? '')?.[1]
      return id !== undefined && { id }
    },
    ...options,
  })
  return handler(proxy, fetch)
}

/** How our proxy is checked: two users, and an emulator that stands behind it. */
export const checkOptions = (emulator: VideoEmulator): CheckVideoProxyOptions => ({
  headers: { cookie: 'user=a' },
  otherHeaders: { cookie: 'user=b' },
  apiKey: KEY,
  emulator,
})

export const createUpstream = () => createVideoEmulator({ apiKey: KEY })
