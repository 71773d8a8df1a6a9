import type { VideoProxyParams } from '../options.js'
import { ProxyError } from '../proxyError.js'

/** The parameters that are checked, and so must mean the same to everyone who reads them. */
export const CHECKED = ['model', 'prompt', 'seconds', 'size'] as const

/** Names that a server in JavaScript may take for an object's own workings. */
const HOSTILE = ['__proto__', 'constructor', 'prototype']

/** No real parameter is nested deeper. */
const MAX_DEPTH = 32

/**
 * What lenient readers make of a name: Go matches JSON names whatever their case, `ſ` and the Kelvin sign included, and
 * PHP reads `model[]` as `model`.
 */
const fold = (name: string) => name.normalize('NFKC').trim().toLowerCase().replace(/\[.*$/s, '')

function checkName(name: string, seen: Set<string>): void {
  const folded = fold(name)
  if (folded === '' || HOSTILE.includes(folded)) {
    throw invalidParam('invalid_param', name, 'The request has a parameter whose name is not allowed.')
  }
  const checked = CHECKED.find((known) => known === folded)
  if (checked === undefined) return
  if (name !== checked) {
    throw invalidParam('invalid_param', name, `Write the parameter '${checked}' exactly like this.`)
  }
  if (seen.has(name)) {
    throw invalidParam('duplicate_param', name, `The parameter '${name}' may be sent once only.`)
  }
  seen.add(name)
}

function checkNested(value: unknown, param: string, depth = 0): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_DEPTH)
    throw invalidParam('invalid_param', param, 'The request nests its parameters too deeply.')
  for (const [name, item] of Object.entries(value)) {
    if (HOSTILE.includes(name)) {
      throw invalidParam('invalid_param', param, 'The request has a parameter whose name is not allowed.')
    }
    checkNested(item, param, depth + 1)
  }
}

/**
 * Refuses parameters that two readers could understand differently: the value that is checked has to be the one the API
 * acts on.
 *
 * @throws {ProxyError} 400 `invalid_param` or `duplicate_param`, with the parameter's name.
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

/** The refusal of a create for one of its parameters. */
export function invalidParam(code: string, param: string, message: string): ProxyError {
  return new ProxyError(400, code, message, { param: param.slice(0, 100) })
}
