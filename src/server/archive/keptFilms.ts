import * as z from 'zod/mini'
import { findVideoUrl } from '../../core/wire/findVideoUrl.js'
import { isHttpUrl, isRecord, parseJson } from '../../core/wire/fieldValues.js'
import { parseVideoTask } from '../../core/wire/parseVideoTask.js'
import type { CompletedVideoTask } from '../../core/task/videoTask.js'
import { createExpiringMap } from '../stores.js'
import { readExactAnswer } from '../upstream/exactAnswer.js'
import { type ArchiveFolder, getText, putText, type VideoArchiveStore } from './archiveStore.js'

/** What is known of a kept film. It is written after the whole film, so a film without it does not exist. */
export interface KeptFilm {
  /** Media type, by the film's first bytes. */
  type: string
  /** Bytes. */
  size: number
  /** When it was kept, in ms since 1970. */
  time: number
  /** The finished task as JSON text, without the URLs of its video. */
  task: string
  /** Media type and bytes of the provider's picture; `sent` where there is one of its owner's page. */
  still?: { type: string; size: number } | 'sent' | undefined
}

const keptFilmSchema = z.object({
  type: z.string(),
  size: z.int(),
  time: z.number(),
  task: z.string(),
  still: z.optional(z.object({ type: z.string(), size: z.int() })),
})

/** The films of an archive by their ids, and those that were deleted. */
export interface KeptFilms {
  /** The film, where this process has found it a short time ago. */
  known(id: string): KeptFilm | undefined
  /** The film; `deleted` where it was one; `undefined` where it is not kept, or not yet. */
  find(id: string): Promise<KeptFilm | 'deleted' | undefined>
  /** The same from the store, whatever this process remembers. */
  read(id: string): Promise<KeptFilm | 'deleted' | undefined>
  /** Makes a stored film visible. `false` where it is kept or deleted already. */
  add(id: string, film: KeptFilm): Promise<boolean>
  /** Deletes a film, and remembers that, so that it is not kept again. */
  delete(id: string): Promise<void>
}

/** Creates the index of the films in a store. Found ones are remembered for some minutes. */
export function createKeptFilms(store: VideoArchiveStore): KeptFilms {
  const known = createExpiringMap<KeptFilm>(MAX_KNOWN)
  /** Counts the deletions: what was read before one may be of a film that is deleted. */
  let deletions = 0

  async function read(id: string): Promise<KeptFilm | 'deleted' | undefined> {
    const before = deletions
    known.delete(id)
    const value = parseJson((await getText(store, keyOf('kept', id))) ?? '')
    if (isRecord(value) && value['deleted'] === true) return 'deleted'
    const { success, data } = z.safeParse(keptFilmSchema, value)
    if (!success) return undefined
    const film = { ...data, still: data.still ?? (await findSentStill(store, id)) }
    if (deletions === before) known.set(id, film, KNOWN_TTL)
    return film
  }

  return {
    known: known.get,
    find: async (id) => known.get(id) ?? read(id),
    read,
    async add(id, film) {
      const isAdded = await putText(store, keyOf('kept', id), JSON.stringify(film), { onlyIfAbsent: true })
      if (isAdded) known.set(id, film, KNOWN_TTL)
      return isAdded
    },
    async delete(id) {
      deletions += 1
      known.delete(id)
      // First what makes it visible, then what an instance that is copying it looks for, then its bytes.
      await putText(store, keyOf('kept', id), DELETED)
      await store.delete(keyOf('jobs', id))
      await store.delete(keyOf('stills', id))
      await store.delete(keyOf('films', id))
    },
  }
}

/** Whether there is a picture that the film's entry does not name: one that was sent later. */
async function findSentStill(store: VideoArchiveStore, id: string): Promise<'sent' | undefined> {
  const body = await store.get(keyOf('stills', id), { first: 0, last: 0 })
  await body?.cancel()
  return body ? 'sent' : undefined
}

/** Films remembered in this process, and for how long, in ms: another instance may delete one. */
const MAX_KNOWN = 1_000
const KNOWN_TTL = 60_000

const DELETED = '{"deleted":true}'

/** Whether the viewer holds this version (RFC 9110, 13.1.2). */
export function matchesIfNoneMatch(header: string | null, current: Headers): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes('*') || tags.includes(current.get('etag') ?? '')
}

export const keyOf = (folder: ArchiveFolder, id: string) => `${folder}/${id}`

/**
 * The id of a task's film: a digest, because ids of an API can hold anything, and file systems tell neither the case of
 * letters nor long names apart. It does not depend on the public id, so a film outlives a change of the secret.
 */
export async function filmIdOf(api: string, taskId: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`film\n${api}\n${taskId}`))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * The task of a kept film, as JSON text: what an answer says, without the URLs at the API, and without their expiry.
 */
export function keptTaskOf(body: string): string {
  const { value, print } = readExactAnswer(body)
  if (!isRecord(value)) return body
  const isAtApi = (field: unknown) =>
    isHttpUrl(field) || (Array.isArray(field) && field.length > 0 && field.every(isHttpUrl))
  const fields = Object.entries(value).filter(
    ([name, field]) =>
      name !== 'expires_at' && !isAtApi(field) && findVideoUrl({ [name]: field }) === undefined,
  )
  return print(Object.fromEntries(fields))
}

/** The finished task in an answer; `undefined` where there is another one. */
export function completedTaskOf(body: string, publicId: string): CompletedVideoTask | undefined {
  const value = parseJson(body)
  const task = isRecord(value) ? parseVideoTask(value, { id: publicId }) : undefined
  return task?.status === 'completed' ? task : undefined
}
