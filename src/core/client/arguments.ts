import type { CreateVideoParams } from './VideoClient.js'
import { messageOf, VideoTaskError } from '../errors/VideoTaskError.js'

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

function refuse(what: string): never {
  throw new VideoTaskError(`baseURL ${what}. Expected an absolute URL or path that ${ENDS_IN_VERSION}`, {
    code: 'invalid_base_url',
  })
}

/**
 * Checks a base URL and strips its trailing slash. A path that starts with `/` is relative to the page.
 *
 * @throws {VideoTaskError} code `invalid_base_url`: without scheme or path, with a query, a fragment or credentials.
 */
export function resolveBaseURL(baseURL: string): string {
  const text = typeof baseURL === 'string' ? baseURL.trim() : ''
  if (text === '') refuse('is missing')
  const isPath = /^\/(?!\/)/.test(text)
  if (!isPath && !/^https?:\/\//i.test(text)) {
    // Without what may hold a secret.
    const shown = text.replace(/[?#].*/, '').replace(/\/\/[^/]*@/, '//')
    refuse(`'${shown}' starts with neither http(s):// nor '/'`)
  }
  if (!URL.canParse(text, 'http://page')) refuse('is not a URL')
  const { origin, pathname, username, password } = new URL(text, 'http://page')
  const resolved = (isPath ? '' : origin) + pathname
  if (username || password) refuse(`'${resolved}' holds credentials`)
  if (/[?#]/.test(text)) refuse(`'${resolved}' has a query or fragment`)
  if (pathname === '/') refuse(`'${resolved}' has no path`)
  return resolved.replace(/\/+$/, '')
}

/** What a base URL must do, for the errors about one that does not. */
export const ENDS_IN_VERSION =
  "ends in the API's version, such as '/api/v1' or 'https://api.cometapi.com/v1'."

const EXPECTED = {
  model: "a model id, such as 'wan2.6'",
  prompt: 'a description of the video',
}

function refuseCreateFormData(name: string, what: string, expected: string): never {
  throw new VideoTaskError(`The create parameter '${name}' ${what}. Expected ${expected}.`, {
    code: 'invalid_params',
  })
}

function toText(name: string, value: object): string {
  try {
    return value instanceof Date ? value.toISOString() : JSON.stringify(value)
  } catch (cause) {
    return refuseCreateFormData(name, `cannot be written as JSON (${messageOf(cause)})`, 'plain values')
  }
}

function append(form: FormData, name: string, value: unknown): void {
  if (value === undefined || value === null) return
  if (value instanceof Blob) form.append(name, value)
  else if (Array.isArray(value)) for (const item of value) append(form, name, item)
  else if (typeof value === 'object') form.append(name, toText(name, value))
  else if (typeof value === 'number' && !Number.isFinite(value))
    refuseCreateFormData(name, `is ${value}`, 'a finite number')
  else if (typeof value === 'function' || typeof value === 'symbol') {
    refuseCreateFormData(
      name,
      `is a ${typeof value}`,
      'text, a number, a boolean, a file, a list or an object',
    )
  } else form.append(name, String(value))
}

/**
 * The multipart body of a create. What a model takes is the API's to judge; only what no model could take is refused.
 *
 * @throws {VideoTaskError} code `invalid_params`: model or prompt missing or blank, or a value that cannot be sent.
 */
export function createFormData(params: CreateVideoParams): FormData {
  for (const name of ['model', 'prompt'] as const) {
    const value: unknown = params[name]
    const isText = typeof value === 'string'
    if (isText && value.trim() !== '') continue
    const flaw = isText ? 'empty' : value === null ? 'null' : `of type ${typeof value}`
    refuseCreateFormData(name, `is ${flaw}`, EXPECTED[name])
  }
  const form = new FormData()
  for (const [name, value] of Object.entries(params)) append(form, name, value)
  return form
}
