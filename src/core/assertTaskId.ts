import { VideoTaskError } from './VideoTaskError.js'

/** Control characters, and halves of surrogate pairs, which no URL can hold. */
const UNUSABLE = /[\p{Cc}\p{Cs}]/u

function flaw(id: unknown): string | undefined {
  if (typeof id !== 'string') return `is ${id === null ? 'null' : `of type ${typeof id}`}`
  if (id.trim() === '') return 'is blank'
  // A URL parser would swallow these two as path segments, however they are encoded.
  if (id === '.' || id === '..') return `is '${id}', a path segment`
  if (UNUSABLE.test(id)) return 'holds characters that no URL can'
  return undefined
}

/**
 * Refuses what cannot be a task id, before any request is made with it.
 *
 * @throws {VideoTaskError} code `invalid_id`, saying what is wrong with the id.
 */
export function assertTaskId(id: unknown): asserts id is string {
  const found = flaw(id)
  if (found === undefined) return
  throw new VideoTaskError(
    `This task id ${found}. Expected the id that creating the video returned; hooks take null while there is none.`,
    { code: 'invalid_id' },
  )
}
