import type { CreateVideoParams } from './VideoClient.js'
import type { Errors } from '../errors/VideoTaskError.js'

/** How the parameters of a create are written. */
export interface VideoBodyOptions {
  /**
   * Encoding of a create: a form, as CometAPI documents it, or JSON, as OpenRouter, Together, LLM Gateway and HeyGen do.
   * JSON carries no files: pass the URL of an image, or a data URI where the API reads one.
   * @default 'multipart'
   */
  body?: 'multipart' | 'json' | undefined
  /**
   * Names of the values of lists and objects in a form.
   *
   * - `repeat`: one field `name` for each item of a list, JSON text for an object, as CometAPI and new-api read them
   * - `brackets`: `name[]` for each item, `name[key]` for each value of an object, as OpenAI and Azure read them
   * - `json`: JSON text for a list and for an object, as vLLM-Omni reads them; a list with files repeats `name`
   *
   * @default 'repeat'
   */
  nesting?: VideoFormNesting | undefined
}

type VideoFormNesting = 'repeat' | 'brackets' | 'json'

/**
 * Builds the body of a create: a form, or the text of a JSON object. Which parameters a model needs and accepts is up to the
 * API; only what cannot be sent whole is refused. Parameters that are null or undefined are not sent.
 *
 * @throws {VideoTaskError} code `invalid_params`
 */
export function createBody(
  params: CreateVideoParams,
  { body, nesting }: VideoBodyOptions,
  { VideoTaskError }: Pick<Errors, 'VideoTaskError'>,
): FormData | string {
  const form = new FormData()
  const fields: string[] = []
  const isFile = (value: unknown) => value instanceof Blob || ('getParts' in form && isNativeFile(value))

  const append = (name: string, value: unknown, isItem?: boolean): void => {
    const isNested = nesting === 'brackets' && isPlain(value) && !isNativeFile(value)
    // A list can hold neither another one, whose ends would be lost, nor nothing, which would move the rest.
    if (isItem && (isNested || isAbsent(value) || Array.isArray(value))) throw unsendable(name, value)
    if (nesting === 'brackets' && isEmpty(value)) throw new InvalidParam(name, EMPTY)
    if (isFile(value)) Reflect.apply(form.append, form, [name, value])
    else if (isNested) {
      for (const [key, item] of Object.entries(value)) {
        if (!isAbsent(item)) append(`${name}[${key}]`, item)
      }
    } else if (Array.isArray(value) && (nesting !== 'json' || value.some(isFile))) {
      for (const item of value) append(nesting === 'brackets' ? `${name}[]` : name, item, true)
    } else {
      const text = toJson(name, value)
      form.append(name, text.startsWith('"') ? String(JSON.parse(text)) : text)
    }
  }
  for (const [name, value] of Object.entries(params)) {
    if (isAbsent(value)) continue
    try {
      if (body === 'json') fields.push(`${JSON.stringify(name)}:${toJson(name, value)}`)
      else append(name, value)
    } catch (cause) {
      // Such as an object that holds itself.
      const { param, message } =
        cause instanceof InvalidParam ? cause : new InvalidParam(name, messageOf(cause))
      throw new VideoTaskError(`Invalid create parameter '${param}': ${message}.`, { code: 'invalid_params' })
    }
  }
  return body === 'json' ? `{${fields.join()}}` : form
}

const EMPTY = "an empty list or object has no field. Omit it, or change 'nesting'"

/** Whether a list or object has no field of its own, so that an API could not tell it from an omitted parameter. */
const isEmpty = (value: unknown) =>
  (Array.isArray(value) || isPlain(value)) && Object.values(value).every(isAbsent)

const isAbsent = (value: unknown) => value === undefined || value === null

function toJson(name: string, value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, json: unknown) {
    // The value itself, and not what its `toJSON` returned: Node's Buffer has one.
    if (isEmptied(this[key], json)) throw unsendable(name, this[key], key)
    return typeof json === 'bigint' ? `${json}` : json
  })
}

/** Whether JSON would lose a value or something in it. */
function isEmptied(value: unknown, json: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value)
  if (typeof value !== 'object') return typeof value === 'function' || typeof value === 'symbol'
  if (isPlain(value)) return isNativeFile(value)
  return !Array.isArray(value) && value !== null && (json === value || !json || ArrayBuffer.isView(value))
}

/** Whether a value is an object without a class, of any realm. */
function isPlain(value: unknown): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value ?? [])
  return typeof value === 'object' && !(prototype && Object.getPrototypeOf(prototype))
}

/** Whether a value is a file as React Native's forms take it: `{ uri, name, type }` with the place of a file. */
const isNativeFile = (value: unknown) =>
  isPlain(value) && /^(file|content|ph|blob):/.test(String(value['uri']))

/** Why a parameter cannot be sent whole. */
class InvalidParam extends Error {
  constructor(
    readonly param: string,
    message: string,
  ) {
    super(message)
  }
}

function unsendable(name: string, value: unknown, key?: string): InvalidParam {
  const found = typeof value === 'number' ? value : Object.prototype.toString.call(value)
  const place = key ? ` at '${key}'` : ''
  return new InvalidParam(
    name,
    `${found}${place} cannot be sent. Pass text, numbers, lists, plain objects or Files, or change 'body' or 'nesting'`,
  )
}

const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown))
