import { fromBase64url, type Signer, toBase64url } from './signer.js'
import { createExpiringMap } from './stores.js'
import type { TaskAccess } from './taskAccess.js'
import type { VideoProxyUser } from '../options.js'
import { ProxyError } from '../proxyError.js'
import { decodeTaskId } from '../routes.js'

type Bytes = Uint8Array<ArrayBuffer>

/** In front of every signed id, so that ids look like ids. */
const PREFIX = 'task_'
/** First byte, for what may come after this layout: version, owner's tag, signature, the API's id. */
const VERSION = 1
const TAG = 16
const SIGNATURE = 32
const HEAD = 1 + TAG + SIGNATURE

/** Of ids and users seen lately, so that many polls cost one check. */
const REMEMBERED = 1000

const NOBODY: Bytes = new Uint8Array(TAG)
const signed = (tag: Bytes, taskId: string) => `id\n${toBase64url(tag)}\n${taskId}`
const equal = (a: Bytes, b: Bytes) => a.every((byte, index) => byte === b[index])

/** Once signed, an id is no longer looked at: what could lead to another path has to be stopped here. */
function assertHarmless(taskId: string): void {
  try {
    decodeTaskId(encodeURIComponent(taskId))
  } catch {
    const message = 'The video API named the task by an id that cannot be used.'
    throw new ProxyError(502, 'upstream_invalid_answer', message)
  }
}

/**
 * Ids that carry their owner: `authorize` needs no store to know whose a task is, and no made-up id reaches the API. Of
 * the owner there is a keyed digest only. The id of the API can be read out of it and is worth nothing without the key.
 */
export function createSignedIds({ sign, signAll, verify }: Signer): TaskAccess {
  const opened = createExpiringMap<{ tag: Bytes; taskId: string }>(REMEMBERED)
  const tags = createExpiringMap<Bytes[]>(REMEMBERED)

  async function tagsOf({ id }: VideoProxyUser): Promise<Bytes[]> {
    const known = tags.get(id)
    if (known) return known
    const all = (await signAll(`owner\n${id}`)).map((digest) => digest.slice(0, TAG))
    tags.set(id, all, Infinity)
    return all
  }

  async function open(id: string) {
    const known = opened.get(id)
    if (known) return known
    const bytes = id.startsWith(PREFIX) ? fromBase64url(id.slice(PREFIX.length)) : undefined
    if (bytes === undefined || bytes.byteLength <= HEAD || bytes[0] !== VERSION) return undefined
    const tag = bytes.slice(1, 1 + TAG)
    const taskId = new TextDecoder().decode(bytes.subarray(HEAD))
    if (!(await verify(signed(tag, taskId), bytes.slice(1 + TAG, HEAD)))) return undefined
    opened.set(id, { tag, taskId }, Infinity)
    return { tag, taskId }
  }

  return {
    prepare: async () => undefined,
    async grant(taskId, user) {
      assertHarmless(taskId)
      const [tag = NOBODY] = user ? await tagsOf(user) : []
      const name = new TextEncoder().encode(taskId)
      const bytes = new Uint8Array(HEAD + name.byteLength)
      bytes[0] = VERSION
      bytes.set(tag, 1)
      bytes.set(await sign(signed(tag, taskId)), 1 + TAG)
      bytes.set(name, HEAD)
      return PREFIX + toBase64url(bytes)
    },
    async resolve(id, user) {
      const found = await open(id)
      if (!found || !user) return found?.taskId
      // The tag is genuine by now, so there is nothing to be learnt from how long this takes.
      return (await tagsOf(user)).some((tag) => equal(tag, found.tag)) ? found.taskId : undefined
    },
  }
}
