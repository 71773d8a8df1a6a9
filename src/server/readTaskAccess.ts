import type { ContentLinks } from './addContentLink.js'
import { boundStore } from './boundStore.js'
import { createMemoryStore } from './createMemoryStore.js'
import { createOwnerBook } from './createOwnerBook.js'
import { createSignedIds } from './createSignedIds.js'
import { createSigner, type Signer } from './createSigner.js'
import { isLinkLifetime, LINK_LIFETIME } from './linkExpiry.js'
import { readAbsoluteURL } from './readAbsoluteURL.js'
import { readSecrets } from './readSecrets.js'
import { refuseOptions } from './refuseOptions.js'
import type { TaskAccess } from './TaskAccess.js'
import type { VideoProxyOptions } from './VideoProxyOptions.js'

/** Whose tasks are whose, and what is signed. */
export interface AccessSettings {
  access: TaskAccess
  signer: Signer | undefined
  links: ContentLinks | undefined
}

function readLinks(
  links: VideoProxyOptions['contentLinks'],
  signer: Signer | undefined,
): ContentLinks | undefined {
  if (links === undefined) return undefined
  if (!signer) refuseOptions('`contentLinks` are signed: createVideoProxy needs a `secret` for them.')
  const { baseURL, lifetime = LINK_LIFETIME } = links
  if (!isLinkLifetime(lifetime)) refuseOptions('`contentLinks.lifetime` is from a minute to a week, in ms.')
  return { baseURL: readAbsoluteURL(baseURL, 'contentLinks.baseURL'), lifetime, signer }
}

/**
 * Reads from the options how ownership works.
 *
 * @throws {VideoTaskError} code `invalid_options` or `invalid_base_url`
 */
export function readTaskAccess({ secret, owners, contentLinks }: VideoProxyOptions): AccessSettings {
  const signer = secret === undefined ? undefined : createSigner(readSecrets(secret))
  const links = readLinks(contentLinks, signer)
  if (signer && !owners) return { access: createSignedIds(signer), signer, links }
  return { access: createOwnerBook(boundStore(owners ?? createMemoryStore())), signer, links }
}
