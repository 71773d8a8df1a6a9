import { isRecord } from '../../core/wire/fieldValues.js'
import { findVideoUrl } from '../../core/wire/videoUrl.js'
import type { TaskIds } from './ownership.js'
import { createSigner, fromBase64url, type Signer, toBase64url } from './signer.js'
import { invalidOptions, readSecrets } from '../optionChecks.js'
import { ProxyError } from '../proxyError.js'

/** Options of `signContentUrl`. */
export interface SignContentUrlOptions {
  /** The `secret` of the proxy that serves the link. */
  secret: string | readonly string[]
  /** How long the link works at least, in ms: from a minute to a week. @default 3600000 (one hour) */
  lifetime?: number
}

/**
 * Signs a link that plays one video without the app's session or token: for `<video>`, which can send neither, or for an
 * e-mail. Anyone who has the link can use it until it expires.
 *
 * @param url the task's content route at the proxy, as the client's `contentUrl(id)` gives it; absolute or a path
 * @param options the proxy's secret, and how long the link works
 * @throws {VideoTaskError} code `invalid_options`: not a content route, an unusable secret or lifetime
 * @example
 * ```ts
 * import { signContentUrl } from 'react-video-task/server'
 *
 * export function playbackUrl(taskId: string, secret: string): Promise<string> {
 *   const url = `https://app.example.com/api/v1/videos/${encodeURIComponent(taskId)}/content`
 *   return signContentUrl(url, { secret, lifetime: 24 * 60 * 60 * 1000 })
 * }
 * ```
 */
export async function signContentUrl(
  url: string,
  { secret, lifetime = DEFAULT_LINK_LIFETIME }: SignContentUrlOptions,
): Promise<string> {
  const [, route, id, query = ''] = CONTENT_ROUTE.exec(url) ?? []
  if (route === undefined || id === undefined) {
    invalidOptions('signContentUrl takes the URL of a content route, such as /api/v1/videos/{id}/content.')
  }
  if (!isLinkLifetime(lifetime))
    invalidOptions('The `lifetime` of a content link must be from a minute to a week, in ms.')
  const signer = createSigner(readSecrets(secret))
  const signature = await signedQuery(signer, decodeURIComponent(id), linkExpiry(lifetime))
  return `${route}${query ? `${query}&` : '?'}${signature}`
}

/**
 * Whether a request for content carries a valid signed link, which replaces `authorize`.
 *
 * @throws {ProxyError} 403 `invalid_link` or `link_expired`; a request that looks like a link is never treated as one
 *   without a link
 */
export async function hasContentLink(
  signer: Signer | undefined,
  publicId: string,
  { searchParams }: URL,
): Promise<boolean> {
  const [expires, ...moreExpires] = searchParams.getAll('expires')
  const [signature, ...moreSignatures] = searchParams.getAll('signature')
  if (!signer || (expires === undefined && signature === undefined)) return false
  const isSingle = moreExpires.length + moreSignatures.length === 0 && /^\d{1,12}$/.test(expires ?? '')
  if (!isSingle || !(await isSigned(signer, publicId, Number(expires), signature ?? ''))) {
    refuseLink('invalid_link', 'This link to a video is not valid.')
  }
  if (Number(expires) * 1000 <= Date.now()) refuseLink('link_expired', 'This link to a video has expired.')
  return true
}

/** Makes the links to videos that only the content route serves. */
export interface ContentLinks {
  /** The proxy's own URL as browsers reach it, without a trailing slash. */
  baseURL: string
  /** Milliseconds. */
  lifetime: number
  signer: Signer
}

/** Adds a signed link to the body of a completed task that names no URL which a `<video>` could play. */
export async function addContentLink(
  body: Record<string, unknown>,
  task: Record<string, unknown>,
  { taskId, publicId }: TaskIds,
  { baseURL, lifetime, signer }: ContentLinks,
): Promise<Record<string, unknown>> {
  if (isPlayable(findVideoUrl(task), taskId)) return body
  const query = await signedQuery(signer, publicId, linkExpiry(lifetime))
  return placeVideoUrl(body, `${baseURL}${contentPath(publicId)}?${query}`)
}

/** One hour, in ms: a video is watched for a while after its page was opened, with seeks. */
export const DEFAULT_LINK_LIFETIME = 60 * 60 * 1000

const MIN_LINK_LIFETIME = 60 * 1000
/** A week: a link needs no sign-in, and everyone it is passed to can use it. */
const MAX_LINK_LIFETIME = 7 * 24 * 60 * 60 * 1000

export const isLinkLifetime = (lifetime: number) =>
  lifetime >= MIN_LINK_LIFETIME && lifetime <= MAX_LINK_LIFETIME

const CONTENT_ROUTE = /^([^?#]*\/videos\/([^/?#]+)\/content)(\?[^#]*)?$/

const contentPath = (id: string) => `/videos/${encodeURIComponent(id)}/content`

/** What a content link signs: the content of one task, in every variant, until a Unix time in seconds. */
const signedText = (id: string, expires: number) => `content\n${expires}\n${id}`

async function signedQuery({ sign }: Signer, id: string, expires: number): Promise<string> {
  return `expires=${expires}&signature=${toBase64url(await sign(signedText(id, expires)))}`
}

async function isSigned(
  { verify }: Signer,
  id: string,
  expires: number,
  signature: string,
): Promise<boolean> {
  const bytes = fromBase64url(signature)
  return bytes !== undefined && verify(signedText(id, expires), bytes)
}

function refuseLink(code: string, message: string): never {
  throw new ProxyError(403, code, `${message} Retrieve the task again to get a new one.`)
}

/**
 * When a link made now expires, in Unix seconds: after `lifetime` ms and up to a quarter more, rounded up to a step, so
 * that two polls of one task get the same link and a player keeps what it has loaded.
 */
function linkExpiry(lifetime: number): number {
  const step = Math.ceil(lifetime / 4000)
  return Math.ceil((Date.now() + lifetime) / 1000 / step) * step
}

/** Some gateways name their own content route, which needs the key: no player can use it. */
function isPlayable(url: string | undefined, taskId: string): boolean {
  return url !== undefined && !new URL(url).pathname.endsWith(contentPath(taskId))
}

const MAX_ENVELOPE_DEPTH = 3

/** Puts the URL into each envelope of a task, so that it stands beside the status in whichever holds it. */
function placeVideoUrl(body: Record<string, unknown>, url: string, depth = 0): Record<string, unknown> {
  const placed: Record<string, unknown> = { ...body, video_url: url }
  for (const name of ['data', 'task']) {
    const inside = body[name]
    if (isRecord(inside) && depth < MAX_ENVELOPE_DEPTH) placed[name] = placeVideoUrl(inside, url, depth + 1)
  }
  return placed
}
