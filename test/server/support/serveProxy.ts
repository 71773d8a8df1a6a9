import {
  createVideoProxy,
  type VideoProxyErrorContext,
  type VideoProxyOptions,
} from 'react-video-task/server'
import { expect } from 'vitest'
import * as z from 'zod'
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
  const send = async (method: string, path: string, user: string, init: RequestInit = {}) => {
    const headers = { 'x-user': user, ...init.headers }
    const response = await fetch(`${origin}/api${path}`, { ...init, method, headers })
    await checkSentence(response.clone())
    return response
  }
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

/** Each error of the proxy's own says what was wrong, whatever its test is about. */
async function checkSentence(response: Response): Promise<void> {
  if (response.ok || !response.headers.get('content-type')?.startsWith('application/json')) return
  const body: unknown = await response.json().catch(() => undefined)
  const { success, data } = errorSchema.safeParse(body)
  if (success) expect(data.error.message).toMatch(/\S/)
}

/** An error of the proxy has a code; one that it passes on may have none. */
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

/** The id of a task in an answer. */
export function idOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string') return body.id
  throw new Error(`No id in ${JSON.stringify(body)}`)
}
