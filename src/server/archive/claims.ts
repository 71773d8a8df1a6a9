import { isRecord, parseJson } from '../../core/wire/fieldValues.js'
import { getText, putText, type VideoArchiveStore } from './archiveStore.js'
import { keyOf } from './keptFilms.js'

/** A film that one instance copies. It has to be renewed, so that the film of a crashed instance is taken up. */
export interface FilmClaim {
  /** Whether no other instance has taken it. */
  isHeld(): Promise<boolean>
  release(): Promise<void>
}

/**
 * Claims a film for an instance; `undefined` where another one copies it.
 *
 * @param token of the instance, which copies a film once at a time: a claim that it could not release is its own
 */
export async function claimFilm(
  store: VideoArchiveStore,
  id: string,
  token: string,
): Promise<FilmClaim | undefined> {
  const key = keyOf('claims', id)
  const read = async () => parseJson((await getText(store, key)) ?? '')
  const write = (onlyIfAbsent: boolean) =>
    putText(store, key, JSON.stringify({ token, until: Date.now() + CLAIM_TTL }), { onlyIfAbsent })
  const isOwn = (claim: unknown) => isRecord(claim) && claim['token'] === token
  const isHeld = async () => isOwn(await read())

  const current = await read()
  if (isValid(current) && !isOwn(current)) return undefined
  // Another instance may do the same at this moment. Of two, the store or the last write decides.
  await store.delete(key)
  if (!(await write(true)) || !(await isHeld())) return undefined

  const timer = setInterval(() => {
    void isHeld()
      .then((held) => held && write(false))
      .catch(() => undefined)
  }, CLAIM_TTL / 4)
  if (typeof timer === 'object') timer.unref()
  return {
    isHeld,
    async release() {
      clearInterval(timer)
      if (await isHeld().catch(() => false)) await store.delete(key).catch(() => undefined)
    },
  }
}

/** How long a claim that is not renewed holds, in ms. */
const CLAIM_TTL = 60_000

/** A claim that ends later than any claim could was made while a clock was wrong, and would hold for that long. */
function isValid(claim: unknown): boolean {
  const until = isRecord(claim) ? Number(claim['until']) : NaN
  const left = until - Date.now()
  return left > 0 && left <= 2 * CLAIM_TTL
}
