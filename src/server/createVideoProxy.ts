import { answerCreate } from './answerCreate.js'
import { answerError } from './answerError.js'
import { answerRead } from './answerRead.js'
import { discardBody } from './discardBody.js'
import { matchRoute, type ProxyRoute } from './matchRoute.js'
import { readSettings } from './readSettings.js'
import type { VideoProxyOptions } from './VideoProxyOptions.js'

/** Answers one request. Never rejects. */
export type VideoProxy = (request: Request) => Promise<Response>

function withoutBodyForHead({ method }: Request, answer: Response): Response {
  if (method !== 'HEAD') return answer
  const { status, headers } = answer
  return new Response(null, { status, headers })
}

/**
 * Makes a proxy that adds the API key on the server: one fetch-standard handler for `POST …/videos`,
 * `GET …/videos/{id}` and `GET …/videos/{id}/content` (HEAD too), under whatever path it is mounted at.
 *
 * Nothing a caller sends chooses the target, and neither key, cookies nor other headers cross it. Its own errors come in
 * the API's envelope, `{ "error": { "message", "type", "param", "code" } }`.
 *
 * Bytes come with ranges whether the API knows them or not, and as a download with `?download` or `?download=name`. Where
 * the API does not tell a video's length and ignores the range, the whole comes, as 200. What the API answers about the
 * server's own key (401, 402, 403) becomes 502 `upstream_unauthorized`, since it would read as the viewer's lost session;
 * what it says of its channels, groups and accounts becomes a neutral sentence, with the request id.
 *
 * @throws {VideoTaskError} code `invalid_options`, `invalid_api_key` or `invalid_base_url`, when the options cannot work.
 */
export function createVideoProxy(options: VideoProxyOptions): VideoProxy {
  const settings = readSettings(options)

  return async (request) => {
    let route: ProxyRoute | undefined
    let redact = settings.fixedKey?.redact ?? ((text: string) => text)
    // Only once it is needed: those who may not use the key do not even cause it to be read.
    const readKey = async () => {
      const key = await settings.readKey()
      redact = key.redact
      return key
    }
    try {
      route = matchRoute(request.method, new URL(request.url))
      const answer = await (route.action === 'create'
        ? answerCreate(settings, request, readKey)
        : answerRead(settings, route, request, readKey))
      discardBody(request, settings)
      return withoutBodyForHead(request, answer)
    } catch (error) {
      discardBody(request, settings)
      return withoutBodyForHead(request, answerError(error, request, route, settings.onError, redact))
    }
  }
}
