import { findVideoUrl } from '../../core/wire/findVideoUrl.js'
import type { TaskIds } from './ownership.js'
import { createSigner, fromBase64url, type Signer, toBase64url } from './signer.js'
import { invalidOptions, readApiURL, readSecrets } from '../optionChecks.js'
import type { VideoProxyOptions } from '../options.js'
import { ProxyError } from '../proxyError.js'
import { type ApiDigests, createKeySource } from '../upstream/apiKey.js'
import type { Bytes } from '../../core/content/bytes.js'

/** Options of `signContentUrl`. */
export interface SignContentUrlOptions {
  /** The `apiKey` of the proxy: a link belongs to the API and the key of its task. It cannot be computed from the link. */
  apiKey: VideoProxyOptions['apiKey']
  /** The `baseURL` of the proxy, which is not that of the link. @default 'https://api.cometapi.com/v1' */
  baseURL?: string | undefined
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
 * @param options the proxy's secret, API and key, and how long the link works
 * @throws {VideoTaskError} code `invalid_options`, `invalid_api_key` or `invalid_base_url`: not a content route, or an
 *   option that cannot work
 * @example
 * ```ts
 * import { signContentUrl } from 'react-video-task/server'
 *
 * export function playbackUrl(taskId: string, apiKey: string, secret: string): Promise<string> {
 *   const url = `https://app.example.com/api/v1/videos/${encodeURIComponent(taskId)}/content`
 *   return signContentUrl(url, { apiKey, secret, lifetime: 24 * 60 * 60 * 1000 })
 * }
 * ```
 */
export async function signContentUrl(
  url: string,
  { apiKey, baseURL, secret, lifetime = DEFAULT_LINK_LIFETIME }: SignContentUrlOptions,
): Promise<string> {
  const [, route, id, query = ''] = CONTENT_ROUTE.exec(url) ?? []
  if (route === undefined || id === undefined) {
    invalidOptions('signContentUrl takes the URL of a content route, such as /api/v1/videos/{id}/content.')
  }
  if (!isLinkLifetime(lifetime))
    invalidOptions('The `lifetime` of a content link must be from a minute to a week, in ms.')
  const signer = createSigner(readSecrets(secret))
  const { apis } = await createKeySource(apiKey, readApiURL(baseURL))().read()
  const signature = await signedQuery(signer, decodeURIComponent(id), apis[0], linkExpiry(lifetime))
  return `${route}${query ? `${query}&` : '?'}${signature}`
}

/** A valid signed link. */
export interface ContentLink {
  /** Whether it was signed for one of these APIs. */
  isOf(apis: ApiDigests): Promise<boolean>
}

/**
 * Reads the signed link that a request for content carries, which replaces `authorize`; `undefined` without one. The secret
 * alone decides whether it is valid, so that nothing but a valid link makes the proxy read the API key.
 *
 * @throws {ProxyError} 403 `invalid_link` or `link_expired`; a request that looks like a link is never treated as one
 *   without a link
 */
export async function readContentLink(
  signer: Signer | undefined,
  publicId: string,
  { searchParams }: URL,
): Promise<ContentLink | undefined> {
  const [expires, ...moreExpires] = searchParams.getAll('expires')
  const [signature, ...moreSignatures] = searchParams.getAll('signature')
  if (!signer || (expires === undefined && signature === undefined)) return undefined
  const isSingle = moreExpires.length + moreSignatures.length === 0 && /^\d{1,12}$/.test(expires ?? '')
  const tag = isSingle ? await verifyTag(signer, publicId, Number(expires), signature ?? '') : undefined
  if (!tag) {
    refuseLink('invalid_link', 'This link to a video is not valid.')
  }
  if (Number(expires) * 1000 <= Date.now()) refuseLink('link_expired', 'This link to a video has expired.')
  return {
    async isOf(apis) {
      const tags = await Promise.all(apis.map((api) => tagsOf(signer, api)))
      // Not in constant time: the tag is verified already, so the time of this comparison reveals nothing.
      return tags.flat().some((known) => toBase64url(known) === toBase64url(tag))
    },
  }
}

/** Makes the links to videos that only the content route serves. */
export interface ContentLinks {
  /** The proxy's own URL as browsers reach it, without a trailing slash. */
  baseURL: string
  /** Milliseconds. */
  lifetime: number
  signer: Signer
}

/** Adds a signed link to a completed task that names no URL which a `<video>` could play. */
export async function addContentLink(
  task: Record<string, unknown>,
  { taskId, publicId, api }: TaskIds,
  { baseURL, lifetime, signer }: ContentLinks,
): Promise<Record<string, unknown>> {
  if (isPlayable(findVideoUrl(task), taskId)) return task
  const query = await signedQuery(signer, publicId, api, linkExpiry(lifetime))
  return { ...task, video_url: `${baseURL}${contentPath(publicId)}?${query}` }
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

/** What a content link signs: the content of one task of one API, in every variant, until a Unix time in seconds. */
const signedText = (id: string, tag: Bytes, expires: number) =>
  `content\n${expires}\n${toBase64url(tag)}\n${id}`

/** The API of a link, by each secret: a digest by which callers could search for a weak API key does not leave the server. */
const tagsOf = async ({ signAll }: Signer, api: string) =>
  (await signAll(`api\n${api}`)).map((digest) => digest.slice(0, TAG_BYTES))

const TAG_BYTES = 16

/** The value of `signature` is a tag and what signs it. */
async function signedQuery(signer: Signer, id: string, api: string, expires: number): Promise<string> {
  const [tag = new Uint8Array()] = await tagsOf(signer, api)
  const signature = await signer.sign(signedText(id, tag, expires))
  return `expires=${expires}&signature=${toBase64url(Uint8Array.of(...tag, ...signature))}`
}

/** The tag of a signature; `undefined` where it is not signed by one of the secrets. */
async function verifyTag(
  { verify }: Signer,
  id: string,
  expires: number,
  signature: string,
): Promise<Bytes | undefined> {
  const bytes = fromBase64url(signature)
  const tag = bytes?.slice(0, TAG_BYTES)
  const isSigned = bytes && tag && (await verify(signedText(id, tag, expires), bytes.slice(TAG_BYTES)))
  return isSigned ? tag : undefined
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
