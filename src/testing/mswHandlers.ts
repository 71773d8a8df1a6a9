import { ConnectionResetError } from './http/bodyStream.js'
import { matchRoute } from './routes/matchRoute.js'
import type { VideoEmulator } from './VideoEmulator.js'

/** The part of MSW's `http` that the handlers need; this package never imports MSW. */
export interface MswHttp<Handler> {
  all: (path: string, resolver: (info: { request: Request }) => Promise<Response | undefined>) => Handler
}

/** Options of `videoTaskHandlers`. */
export interface VideoTaskHandlersOptions {
  /**
   * The origin, or a path on the page's own origin, under which `/v1` and `/files` are: `'https://api.cometapi.com'` or
   * `'/api'`.
   *
   * @default '*', any origin
   */
  origin?: string
}

/**
 * Creates MSW handlers that answer requests to the API and to its file URLs with an emulator, also those of a `<video>`
 * under MSW's service worker.
 *
 * @param http `http` of the package `msw`
 *
 * @example
 * ```ts
 * import { http } from 'msw'
 * import { setupServer } from 'msw/node'
 * import { createVideoEmulator, videoTaskHandlers } from 'react-video-task/testing'
 *
 * const emulator = createVideoEmulator()
 * setupServer(...videoTaskHandlers(http, emulator)).listen()
 * ```
 */
export function videoTaskHandlers<Handler>(
  http: MswHttp<Handler>,
  emulator: VideoEmulator,
  { origin = '*' }: VideoTaskHandlersOptions = {},
): Handler[] {
  const base = origin.replace(/\/+$/, '')
  const respond = (request: Request) =>
    emulator.fetch(request).catch((reason: unknown) => {
      // MSW turns Response.error() into a network error, and a rejection into a 500.
      if (reason instanceof ConnectionResetError) return Response.error()
      throw reason
    })
  const handleApi = ({ request }: { request: Request }) => respond(request)
  // The app may serve `/files` as well: requests without a signature are left to the next handler.
  const handleFile = async ({ request }: { request: Request }) => {
    const { pathname, searchParams } = new URL(request.url)
    const isSigned = matchRoute(pathname).name === 'file' && searchParams.has('Signature')
    return isSigned ? respond(request) : undefined
  }
  return [
    http.all(`${base}/v1/videos`, handleApi),
    http.all(`${base}/v1/videos/*`, handleApi),
    http.all(`${base}/files/*`, handleFile),
  ]
}
