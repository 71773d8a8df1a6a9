import {
  createVideoProxy,
  type VideoProxyErrorContext,
  type VideoProxyOptions,
} from 'react-video-task/server'
import { serve } from '../../support/serve.js'
import { userOf } from './createTestProxy.js'

/** Serves a proxy over real HTTP, whose users are named by the header `x-user`. */
export async function serveProxy(options: Partial<VideoProxyOptions> & { baseURL: string }) {
  const reported: VideoProxyErrorContext[] = []
  const origin = await serve(
    createVideoProxy({
      apiKey: 'sk-of-the-server',
      authorize: userOf,
      onError: (_, context) => reported.push(context),
      ...options,
    }),
  )
  const send = (method: string, path: string, user: string, init: RequestInit = {}) =>
    fetch(`${origin}/api${path}`, { ...init, method, headers: { 'x-user': user, ...init.headers } })
  const sendJson = (path: string, user: string, body: unknown, headers: HeadersInit = {}) =>
    send('POST', path, user, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })

  /** Creates a video for a user and returns its public id. */
  const create = async (user: string) => {
    const response = await sendJson('/videos', user, { model: 'sora-2', prompt: 'A lake' })
    return idOf(await response.json())
  }
  return { baseURL: `${origin}/api`, send, sendJson, create, reported }
}

/** The id of a task in an answer. */
export function idOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string') return body.id
  throw new Error(`No id in ${JSON.stringify(body)}`)
}
