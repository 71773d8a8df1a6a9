import { assertSafeId, type TaskOwnership } from './ownership.js'
import { fromBase64url, type Signer, toBase64url } from './signer.js'
import { createExpiringMap } from '../stores.js'
import type { VideoProxyUser } from '../calls.js'
import type { ApiDigests } from '../upstream/apiKey.js'
import type { Bytes } from '../../core/content/bytes.js'

/**
 * Signs the API's id and its owner into the public id: no store is needed to check who owns a task, and no invented id
 * reaches the API. The owner is in there as a keyed digest only. The API's id can be read from it, and cannot be used
 * without the API key. The signature covers the API and its key, which are not in the id: to any other, it is invented.
 *
 * Layout of the bytes behind `task_`, in base64url: version (1), owner tag (16), signature (32), the API's id in UTF-8.
 */
export function createSignedIds({ sign, signAll, verify }: Signer): TaskOwnership {
  const openedIds = createExpiringMap<{ tag: Bytes; taskId: string }>(MAX_ENTRIES)
  const tags = createExpiringMap<Bytes[]>(MAX_ENTRIES)

  /** The owner tags of a user, one by each secret, the newest first. */
  async function tagsOf({ id }: VideoProxyUser): Promise<Bytes[]> {
    const known = tags.get(id)
    if (known) return known
    const all = (await signAll(`owner\n${id}`)).map((digest) => digest.slice(0, TAG_BYTES))
    tags.set(id, all, Infinity)
    return all
  }

  /** Verifies a public id; `undefined` for one that was not signed here for one of these APIs. */
  async function open(publicId: string, apis: ApiDigests) {
    const key = [publicId, ...apis].join(' ')
    const known = openedIds.get(key)
    if (known) return known
    const bytes = publicId.startsWith(PREFIX) ? fromBase64url(publicId.slice(PREFIX.length)) : undefined
    if (bytes === undefined || bytes.byteLength <= HEAD_BYTES || bytes[0] !== VERSION) return undefined
    const tag = bytes.slice(1, 1 + TAG_BYTES)
    const taskId = new TextDecoder().decode(bytes.subarray(HEAD_BYTES))
    const signature = bytes.slice(1 + TAG_BYTES, HEAD_BYTES)
    for (const api of apis) {
      if (!(await verify(signedText(api, tag, taskId), signature))) continue
      openedIds.set(key, { tag, taskId }, Infinity)
      return { tag, taskId }
    }
    return undefined
  }

  return {
    prepare: async () => undefined,
    async grant(taskId, user, [api]) {
      assertSafeId(taskId, MAX_TASK_ID_LENGTH)
      const [tag = NO_OWNER] = user ? await tagsOf(user) : []
      const name = new TextEncoder().encode(taskId)
      const bytes = new Uint8Array(HEAD_BYTES + name.byteLength)
      bytes[0] = VERSION
      bytes.set(tag, 1)
      bytes.set(await sign(signedText(api, tag, taskId)), 1 + TAG_BYTES)
      bytes.set(name, HEAD_BYTES)
      return PREFIX + toBase64url(bytes)
    },
    async resolve(publicId, user, apis) {
      const opened = await open(publicId, apis)
      if (!opened || !user) return opened?.taskId
      // Not in constant time: the tag is verified already, so the time of this comparison reveals nothing.
      return (await tagsOf(user)).some((tag) => isEqual(tag, opened.tag)) ? opened.taskId : undefined
    },
  }
}

/** Prefix of every signed id, so that it looks like the API's own ids. */
const PREFIX = 'task_'
/** First byte, so that another layout can follow this one. */
const VERSION = 1
const TAG_BYTES = 16
const SIGNATURE_BYTES = 32
const HEAD_BYTES = 1 + TAG_BYTES + SIGNATURE_BYTES

/** Verified ids and users whose result is kept, so that many polls cost one verification. */
const MAX_ENTRIES = 1000

const NO_OWNER: Bytes = new Uint8Array(TAG_BYTES)
const signedText = (api: string, tag: Bytes, taskId: string) => `id\n${api}\n${toBase64url(tag)}\n${taskId}`
const isEqual = (a: Bytes, b: Bytes) => a.every((byte, index) => byte === b[index])

/** A signed id is up to four times as long, and a server refuses a request whose headers have over 16 KiB. */
const MAX_TASK_ID_LENGTH = 2000
