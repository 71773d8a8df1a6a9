import type { CreateVideoParams } from './VideoClient.js'
import { messageOf, VideoTaskError } from '../errors/VideoTaskError.js'

/**
 * Builds the multipart body of a create. Which parameters a model accepts is up to the API; only what no model could
 * accept is refused.
 *
 * @throws {VideoTaskError} code `invalid_params`: model or prompt missing or blank, or a value that cannot be sent
 */
export function createFormData(params: CreateVideoParams): FormData {
  for (const name of ['model', 'prompt'] as const) {
    const value: unknown = params[name]
    const isText = typeof value === 'string'
    if (isText && value.trim() !== '') continue
    const flaw = isText ? 'empty' : value === null ? 'null' : `of type ${typeof value}`
    throw invalidParam(name, `is ${flaw}`, EXPECTED[name])
  }
  const form = new FormData()
  for (const [name, value] of Object.entries(params)) append(form, name, value)
  return form
}

const EXPECTED = {
  model: "a model id, such as 'wan2.6'",
  prompt: 'a description of the video',
}

function append(form: FormData, name: string, value: unknown): void {
  if (value === undefined || value === null) return
  if (value instanceof Blob) form.append(name, value)
  else if (Array.isArray(value)) for (const item of value) append(form, name, item)
  else if (typeof value === 'object') form.append(name, toText(name, value))
  else if (typeof value === 'number' && !Number.isFinite(value)) {
    throw invalidParam(name, `is ${value}`, 'a finite number')
  } else if (typeof value === 'function' || typeof value === 'symbol') {
    throw invalidParam(
      name,
      `is of type ${typeof value}`,
      'text, a number, a boolean, a file, a list or an object',
    )
  } else form.append(name, String(value))
}

function toText(name: string, value: object): string {
  try {
    return value instanceof Date ? value.toISOString() : JSON.stringify(value)
  } catch (cause) {
    throw invalidParam(name, `cannot be written as JSON (${messageOf(cause)})`, 'plain values')
  }
}

const invalidParam = (name: string, flaw: string, expected: string) =>
  new VideoTaskError(`The create parameter '${name}' ${flaw}. Expected ${expected}.`, {
    code: 'invalid_params',
  })
