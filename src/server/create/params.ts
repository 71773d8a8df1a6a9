import type { VideoProxyParams } from '../options.js'
import { ProxyError } from '../proxyError.js'

/**
 * Refuses parameters that two readers could understand differently: the value that is checked must be the one that the API
 * acts on.
 *
 * @returns the parameters by name, a repeated one as a list
 * @throws {ProxyError} 400 `invalid_param` or `duplicate_param`, with the parameter's name
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

/** The parameters that are checked, and so must mean the same to every reader. */
export const CHECKED_PARAMS = ['model', 'prompt', 'seconds', 'size'] as const

/** How much of a parameter's name an error repeats. */
const MAX_PARAM_LENGTH = 100

/** Names that a server in JavaScript may take for properties of the object itself. */
const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype']

/** No real parameter is nested deeper. */
const MAX_DEPTH = 32

/**
 * What lenient readers make of a name: Go matches JSON names in any case, `ſ` and the Kelvin sign included, and PHP reads
 * `model[]` as `model`.
 */
const foldName = (name: string) => name.normalize('NFKC').trim().toLowerCase().replace(/\[.*$/s, '')

function checkName(name: string, seen: Set<string>): void {
  const folded = foldName(name)
  if (folded === '' || PROTOTYPE_NAMES.includes(folded)) throw nameNotAllowed(name)
  const checked = CHECKED_PARAMS.find((known) => known === folded)
  if (checked === undefined) return
  if (name !== checked) {
    throw invalidParam('invalid_param', name, `Write the parameter '${checked}' exactly like this.`)
  }
  if (seen.has(name)) {
    throw invalidParam('duplicate_param', name, `The parameter '${name}' may be sent only once.`)
  }
  seen.add(name)
}

function checkNested(value: unknown, param: string, depth = 0): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_DEPTH) throw invalidParam('invalid_param', param, 'The parameters are nested too deeply.')
  for (const [name, item] of Object.entries(value)) {
    if (PROTOTYPE_NAMES.includes(name)) throw nameNotAllowed(param)
    checkNested(item, param, depth + 1)
  }
}

function nameNotAllowed(param: string): ProxyError {
  return invalidParam('invalid_param', param, 'The request has a parameter whose name is not allowed.')
}
