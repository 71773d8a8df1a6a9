import { createVideoProxy } from 'react-video-task/server'
import type { VideoEmulator } from 'react-video-task/testing'

/** A server with the proxy, in front of the emulator. */
export interface ProxyServer {
  fetch: typeof fetch
  /** Requests for tasks, and tasks that they asked for. */
  requests: () => number
  polls: () => number
}

/** Creates a server that answers for many tasks with one request. */
export function createProxyServer(emulator: VideoEmulator): ProxyServer {
  let requests = 0
  let polls = 0
  const proxy = createVideoProxy({
    apiKey: 'sk-emulator',
    baseURL: 'http://api.test/v1',
    authorize: () => true,
    onError: () => undefined,
    fetch: emulator.fetch,
  })
  return {
    fetch: (input, init) => {
      const request = new Request(input, init)
      if (request.method === 'GET') {
        requests += 1
        polls += new URL(request.url).searchParams.get('ids')?.split(',').length ?? 1
      }
      return proxy(request)
    },
    requests: () => requests,
    polls: () => polls,
  }
}
