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
    if (typeof value !== 'string' || value.trim() === '') throw invalidParam(name, 'expected non-blank text')
  }
  const form = new FormData()
  for (const [name, value] of Object.entries(params)) append(form, name, value)
  return form
}

function append(form: FormData, name: string, value: unknown): void {
  if (value === undefined || value === null) return
  if (value instanceof Blob) form.append(name, value)
  else if (Array.isArray(value)) for (const item of value) append(form, name, item)
  else if (typeof value === 'object') form.append(name, toText(name, value))
  else if (typeof value === 'number' && !Number.isFinite(value)) {
    throw invalidParam(name, `${value} is not a finite number`)
  } else if (typeof value === 'function' || typeof value === 'symbol') {
    throw invalidParam(name, `a ${typeof value} cannot be sent`)
  } else form.append(name, String(value))
}

function toText(name: string, value: object): string {
  try {
    return value instanceof Date ? value.toISOString() : JSON.stringify(value)
  } catch (cause) {
    throw invalidParam(name, messageOf(cause))
  }
}

const invalidParam = (name: string, reason: string) =>
  new VideoTaskError(`Invalid create parameter '${name}': ${reason}.`, { code: 'invalid_params' })
