import { isRecord } from '../../core/wire/fieldValues.js'
import type { VideoModelReferences } from '../../core/models/videoModels.js'
import type { VideoProxyParams } from '../calls.js'
import { ProxyError } from '../proxyError.js'

/**
 * Refuses parameters that two readers could understand differently: the value that is checked must be the one that the API
 * acts on.
 *
 * @returns the parameters by name, a repeated one as a list
 * @throws {ProxyError} 400 `invalid_param` or `duplicate_param`, or `param_not_allowed` for the id of a task, with the
 *   parameter's name
 */
export function checkParams(entries: readonly (readonly [string, unknown])[]): VideoProxyParams {
  const seen = new Set<string>()
  for (const [name, value] of entries) {
    checkName(name, seen)
    checkNested(value, name)
    if (!seen.has(name) || typeof value === 'string') continue
    if (name === 'seconds' && typeof value === 'number') continue
    throw invalidParam('invalid_param', name, `The parameter '${name}' must be text.`)
  }
  const params: Record<string, unknown> = {}
  for (const [name, value] of entries) {
    const known = Object.hasOwn(params, name) ? params[name] : undefined
    params[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value]
  }
  return Object.freeze(params)
}

/** The error for a create, caused by one of its parameters. */
export function invalidParam(code: string, param: string, message: string): ProxyError {
  return new ProxyError(400, code, message, { param: param.slice(0, MAX_PARAM_LENGTH) })
}

/** How much of a refused value an error repeats. */
const MAX_QUOTED_LENGTH = 100

/** A value in a message. The text of an object is not asked for: JSON can give it a `toString` that is no function. */
export const quoted = (value: unknown) =>
  typeof value === 'object' ? 'A value that is not text' : `'${String(value).slice(0, MAX_QUOTED_LENGTH)}'`

/**
 * The message for a refused parameter: what was sent, who refused it, what is allowed, and which option allows more.
 *
 * @param option such as `limits.seconds`
 */
export function notAllowed(
  name: string,
  value: unknown,
  allowed: Iterable<string | number>,
  option: string,
): string {
  const problem =
    value === undefined
      ? `The parameter '${name}' is missing, and this app's proxy needs it.`
      : `${quoted(value)} as '${name}' was refused by this app's proxy.`
  const names = [...allowed].join(', ')
  return `${problem} ${names ? `Send one of ${names}, or name others` : 'Name what is allowed'} in \`${option}\`.`
}

/**
 * Counts as an input's `maxlength` does: in UTF-16 code units, a line break once. A form sends each as CRLF (RFC 7578, and
 * the HTML standard, 4.10.22.4).
 */
export function checkPromptLength(prompt: string, max: number): void {
  // Beyond twice the limit no line break can help, and nothing is searched.
  const length = prompt.length > 2 * max ? prompt.length : prompt.replaceAll('\r\n', '\n').length
  if (length <= max) return
  const message = `The prompt has ${length} characters. This app's proxy takes at most ${max}: \`limits.promptLength\`.`
  throw invalidParam('prompt_too_long', 'prompt', message)
}

/** The parameter of the reference images. */
export const REFERENCES = 'input_reference'

/**
 * The parameter that a name stands for: OpenAI's forms write the URL of an image as `input_reference[image_url]`, and each of
 * several images as `input_reference[]`.
 */
export const parameterOf = (name: string) => (OPENAI_REFERENCES.test(name) ? REFERENCES : name)

const OPENAI_REFERENCES = /^input_reference(?:\[\])?(?:\[image_url\])?$/

/**
 * Counts the reference images of a create, however they are written, and compares their types.
 *
 * @throws {ProxyError} 400 `references_not_allowed`
 */
export function checkReferences(
  params: VideoProxyParams,
  { max = Infinity, types }: VideoModelReferences,
): void {
  const images = readReferences(params)
  if (images.length > max) {
    const message = `The create has ${images.length} reference images. This app's proxy takes at most ${max} for this model: \`references\` in \`limits.models\`.`
    throw invalidParam('references_not_allowed', REFERENCES, message)
  }
  const isAllowed = (type: string) => types?.includes(type) ?? type.startsWith('image/')
  const wrong = images.find(({ type }) => type !== undefined && !isAllowed(type))
  if (!wrong) return
  const message = notAllowed(REFERENCES, wrong.type, types ?? ['image/*'], 'references.types')
  throw invalidParam('references_not_allowed', REFERENCES, message)
}

/** A reference image, with its media type unless the API has to fetch it. */
interface Reference {
  type: string | undefined
}

function readReferences(params: VideoProxyParams): Reference[] {
  const values = Object.entries(params).filter(([name]) => parameterOf(name) === REFERENCES)
  return imagesOf(values.map(([, value]) => value))
}

function imagesOf(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(imagesOf)
  if (typeof value === 'string') return [{ type: /^data:([^;,]*)/i.exec(value)?.[1]?.toLowerCase() }]
  if (isRecord(value) && 'image_url' in value) return imagesOf(value['image_url'])
  const type = isRecord(value) && typeof value['type'] === 'string' ? value['type'].toLowerCase() : undefined
  return [{ type }]
}

/** The parameters that `limits` compare, and so must mean the same to every reader. */
const CHECKED_PARAMS = ['model', 'prompt', 'seconds', 'size'] as const

/** How much of a parameter's name an error repeats. */
const MAX_PARAM_LENGTH = 100

/** Names that a server in JavaScript may take for properties of the object itself. */
const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype']

/** The longest name of a parameter. */
const MAX_NAME_LENGTH = 128

/** Whether a lenient reader could take a name for the id of a task, which only the API chooses. */
export function namesTask(name: string): boolean {
  return readingsOf(name).some((reading) => reading === 'id' || reading === 'taskid')
}

/**
 * What lenient readers make of a name: Go matches JSON names in any case, `ſ` and the Kelvin sign included; PHP reads
 * `model[]` as `model`, and a dot or a space as `_`; others take `model.x` for a field of `model`, or drop what cannot be
 * seen.
 *
 * @returns the whole name and its part before a bracket or a dot, each as plain letters and digits
 */
function readingsOf(name: string): string[] {
  // Upper case first: the dotless `ı` becomes `I` and then `i`.
  const folded = name.normalize('NFKD').toUpperCase().toLowerCase()
  return [folded, folded.replace(/[.[].*$/s, '')].map((text) => text.replace(/[^a-z0-9]/g, ''))
}

function checkName(name: string, seen: Set<string>): void {
  // Before it is folded, which makes some texts 18 times longer.
  if (name.length > MAX_NAME_LENGTH) throw nameNotAllowed(name)
  const head = name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[.[].*$/s, '')
  if (head === '' || PROTOTYPE_NAMES.includes(head)) throw nameNotAllowed(name)
  if (namesTask(name)) {
    const message = `The parameter '${name.slice(0, MAX_PARAM_LENGTH)}' is not allowed: the API chooses the id of a task.`
    throw invalidParam('param_not_allowed', name, message)
  }
  const readings = readingsOf(name)
  const checked = CHECKED_PARAMS.find((known) => readings.includes(known))
  if (checked === undefined) return
  if (name !== checked) {
    throw invalidParam('invalid_param', name, `Write the parameter '${checked}' exactly like this.`)
  }
  if (seen.has(name)) {
    throw invalidParam('duplicate_param', name, `The parameter '${name}' may be sent only once.`)
  }
  seen.add(name)
}

function checkNested(value: unknown, param: string): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, item] of Object.entries(value)) {
    if (PROTOTYPE_NAMES.includes(name)) throw nameNotAllowed(param)
    checkNested(item, param)
  }
}

function nameNotAllowed(param: string): ProxyError {
  return invalidParam('invalid_param', param, 'The request has a parameter whose name is not allowed.')
}
