import { ConnectionResetError } from './answers.js'
import { matchRoute } from './routes/matchRoute.js'
import type { VideoEmulator } from './VideoEmulator.js'

/** As much of MSW's `http` as is needed here; MSW itself is never imported. */
export interface MswHttp<Handler> {
  all: (path: string, resolver: (info: { request: Request }) => Promise<Response | undefined>) => Handler
}

/** Where the handlers listen. */
export interface VideoTaskHandlersOptions {
  /**
   * The origin, or the path on the page's own origin, that `/v1` and `/files` stand under: `'https://api.cometapi.com'`
   * or `'/api'`.
   *
   * @default '*', any
   */
  origin?: string
}

/**
 * MSW handlers that let an emulator answer the API and the file URLs, so that also the requests of a `<video>`
 * under MSW's service worker end up there.
 *
 * @example
 * setupWorker(...videoTaskHandlers(http, createVideoEmulator()))
 */
export function videoTaskHandlers<Handler>(
  http: MswHttp<Handler>,
  emulator: VideoEmulator,
  { origin = '*' }: VideoTaskHandlersOptions = {},
): Handler[] {
  const base = origin.replace(/\/+$/, '')
  const ask = (request: Request) =>
    emulator.fetch(request).catch((reason: unknown) => {
      // What MSW takes for a failure of the network; a rejection it would answer with a 500.
      if (reason instanceof ConnectionResetError) return Response.error()
      throw reason
    })
  const answer = ({ request }: { request: Request }) => ask(request)
  // `/files` may be the app's own as well: what bears no signature is left to whoever comes next.
  const answerFile = async ({ request }: { request: Request }) => {
    const { pathname, searchParams } = new URL(request.url)
    const isOurs = matchRoute(pathname).name === 'file' && searchParams.has('Signature')
    return isOurs ? ask(request) : undefined
  }
  return [
    http.all(`${base}/v1/videos`, answer),
    http.all(`${base}/v1/videos/*`, answer),
    http.all(`${base}/files/*`, answerFile),
  ]
}
