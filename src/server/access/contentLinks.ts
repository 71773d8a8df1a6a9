import { isRecord } from '../../core/wire/values.js'
import { findVideoUrl } from '../../core/wire/videoUrl.js'
import { createSigner, fromBase64url, type Signer, toBase64url } from './signer.js'
import { readSecrets, invalidOptions } from '../invalidOptions.js'
import { ProxyError } from '../proxyError.js'

/** Options of `signContentUrl`. */
export interface SignContentUrlOptions {
  /** The `secret` of the proxy that will serve it. */
  secret: string | readonly string[]
  /** How long the link works at least, in ms: from a minute to a week. @default 3600000 (an hour) */
  lifetime?: number
}

const CONTENT = /^([^?#]*\/videos\/([^/?#]+)\/content)(\?[^#]*)?$/

/**
 * Makes a link that plays one video without the app's session or token: for `<video>`, which can send neither, or for an
 * e-mail. Whoever has the link can use it until it ends.
 *
 * @param url the task's content address at the proxy, as the client's `contentUrl(id)` gives it; absolute or a path
 * @param options the proxy's secret, and how long the link works
 * @throws {VideoTaskError} code `invalid_options`: no content address, an unusable secret or lifetime
 */
export async function signContentUrl(
  url: string,
  { secret, lifetime = LINK_LIFETIME }: SignContentUrlOptions,
): Promise<string> {
  const [, address, id, query = ''] = CONTENT.exec(url) ?? []
  if (address === undefined || id === undefined) {
    invalidOptions(
      'signContentUrl takes the address of a content route, such as /api/v1/videos/{id}/content.',
    )
  }
  if (!isLinkLifetime(lifetime))
    invalidOptions('The `lifetime` of a content link is from a minute to a week, in ms.')
  const signature = await signContent(
    createSigner(readSecrets(secret)),
    decodeURIComponent(id),
    linkExpiry(lifetime),
  )
  return `${address}${query ? `${query}&` : '?'}${signature}`
}

function refuse(code: string, message: string): never {
  throw new ProxyError(403, code, `${message} Ask for the task again to get a new one.`)
}

/**
 * Whether a request for content comes by a signed link, and so has been allowed already.
 *
 * @throws {ProxyError} 403 `invalid_link` or `link_expired`; what looks like a link is never passed on as something else.
 */
export async function hasContentLink(
  signer: Signer | undefined,
  taskId: string,
  { searchParams }: URL,
): Promise<boolean> {
  const [expires, ...others] = searchParams.getAll('expires')
  const [signature, ...more] = searchParams.getAll('signature')
  if (!signer || (expires === undefined && signature === undefined)) return false
  const isOne = others.length + more.length === 0 && /^\d{1,12}$/.test(expires ?? '')
  if (!isOne || !(await isContentSigned(signer, taskId, Number(expires), signature ?? ''))) {
    refuse('invalid_link', 'This link to a video is not valid.')
  }
  if (Number(expires) * 1000 <= Date.now()) refuse('link_expired', 'This link to a video has expired.')
  return true
}

/** What a content link signs: one task's bytes, of whatever variant, until a Unix time in seconds. */
const textOf = (id: string, expires: number) => `content\n${expires}\n${id}`

/** The query of a content link. */
async function signContent({ sign }: Signer, id: string, expires: number): Promise<string> {
  return `expires=${expires}&signature=${toBase64url(await sign(textOf(id, expires)))}`
}

/** Whether a signature is one of ours for this very task and time. */
async function isContentSigned(
  { verify }: Signer,
  id: string,
  expires: number,
  signature: string,
): Promise<boolean> {
  const bytes = fromBase64url(signature)
  return bytes !== undefined && verify(textOf(id, expires), bytes)
}

/** A video is watched for a while after its page was opened, with seeks. */
export const LINK_LIFETIME = 60 * 60 * 1000

/** Shortest useful life of a link; longest because a link needs no sign-in, and whoever it is passed to can use it. */
const LIFETIMES = { min: 60 * 1000, max: 7 * 24 * 60 * 60 * 1000 }

export const isLinkLifetime = (lifetime: number) => lifetime >= LIFETIMES.min && lifetime <= LIFETIMES.max

/**
 * When a link made now ends, in Unix seconds: after `lifetime` ms and up to a quarter more, in steps, so that a task
 * that is asked for twice has the same link twice, and a player keeps what it has loaded.
 */
function linkExpiry(lifetime: number): number {
  const step = Math.ceil(lifetime / 4000)
  return Math.ceil((Date.now() + lifetime) / 1000 / step) * step
}

/** Makes the links that play what only the content route serves. */
export interface ContentLinks {
  /** The proxy's own address as browsers reach it, without a slash at its end. */
  baseURL: string
  /** Milliseconds. */
  lifetime: number
  signer: Signer
}

const contentPath = (id: string) => `/videos/${encodeURIComponent(id)}/content`

/** Whether a player can use what a completed task names: some gateways name their own content route, which wants the key. */
function isPlayable(url: string | undefined, taskId: string): boolean {
  return url !== undefined && !new URL(url).pathname.endsWith(contentPath(taskId))
}

/** Envelopes that a task may be in; the address is put beside its status, whichever that is. */
function placeVideoUrl(body: Record<string, unknown>, url: string, depth = 0): Record<string, unknown> {
  const placed: Record<string, unknown> = { ...body, video_url: url }
  for (const name of ['data', 'task']) {
    const inside = body[name]
    if (isRecord(inside) && depth < 3) placed[name] = placeVideoUrl(inside, url, depth + 1)
  }
  return placed
}

/** The body of a completed task with a signed link, where it has no address that a `<video>` could play. */
export async function addContentLink(
  body: Record<string, unknown>,
  task: Record<string, unknown>,
  { taskId, shownId }: { taskId: string; shownId: string },
  { baseURL, lifetime, signer }: ContentLinks,
): Promise<Record<string, unknown>> {
  if (isPlayable(findVideoUrl(task), taskId)) return body
  const query = await signContent(signer, shownId, linkExpiry(lifetime))
  return placeVideoUrl(body, `${baseURL}${contentPath(shownId)}?${query}`)
}
