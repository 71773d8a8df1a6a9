import { signContent } from './contentSignature.js'
import { createSigner } from './createSigner.js'
import { isLinkLifetime, LINK_LIFETIME, linkExpiry } from './linkExpiry.js'
import { readSecrets } from './readSecrets.js'
import { refuseOptions } from './refuseOptions.js'

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
    refuseOptions('signContentUrl takes the address of a content route, such as /api/v1/videos/{id}/content.')
  }
  if (!isLinkLifetime(lifetime))
    refuseOptions('The `lifetime` of a content link is from a minute to a week, in ms.')
  const signature = await signContent(
    createSigner(readSecrets(secret)),
    decodeURIComponent(id),
    linkExpiry(lifetime),
  )
  return `${address}${query ? `${query}&` : '?'}${signature}`
}
