import { CHECKED, invalidParam } from './params.js'
import { invalidOptions } from '../invalidOptions.js'
import type { VideoProxyLimits, VideoProxyModelLimits, VideoProxyParams } from '../options.js'

/** The limits of a proxy, checked; what is `undefined` is not limited. */
export interface ProxyLimits {
  promptLength: number | undefined
  models: ReadonlyMap<string, VideoProxyModelLimits> | undefined
  /** Of any model. */
  all: VideoProxyModelLimits
  params: ReadonlySet<string> | undefined
}

const isTexts = (list: unknown) => Array.isArray(list) && list.every((item) => typeof item === 'string')

function checkModelLimits({ seconds, sizes }: VideoProxyModelLimits, where: string): void {
  if (
    seconds &&
    !(Array.isArray(seconds) && seconds.every((length) => length > 0 && Number.isFinite(length)))
  ) {
    invalidOptions(`\`${where}.seconds\` must be a list of lengths in seconds, such as [5, 10].`)
  }
  if (sizes && !isTexts(sizes)) {
    invalidOptions(`\`${where}.sizes\` must be a list of sizes, such as ['1280x720'].`)
  }
}

/**
 * Checks the limits once.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function readLimits({
  promptLength,
  models,
  seconds,
  sizes,
  params,
}: VideoProxyLimits = {}): ProxyLimits {
  if (promptLength !== undefined && !(Number.isSafeInteger(promptLength) && promptLength > 0)) {
    invalidOptions('`limits.promptLength` must be a whole number of characters above 0.')
  }
  if (params && !isTexts(params)) invalidOptions('`limits.params` must be a list of names.')
  if (Array.isArray(models) && !isTexts(models)) invalidOptions('`limits.models` must name models.')
  const named = Array.isArray(models)
    ? models.map((name): [string, object] => [name, {}])
    : Object.entries(models ?? {})
  const all = { seconds, sizes }
  checkModelLimits(all, 'limits')
  for (const [name, limits] of named) checkModelLimits(limits, `limits.models['${name}']`)
  const isSized = [all, ...named.map(([, limits]): VideoProxyModelLimits => limits)].some(
    (limits) => limits.seconds ?? limits.sizes,
  )
  return {
    promptLength,
    models: models && new Map(named),
    all,
    params: params || isSized ? new Set(params) : undefined,
  }
}

const quoted = (value: unknown) => `'${String(value).slice(0, 100)}'`

/** What was sent, and what may be. */
function notAllowed(name: string, value: unknown, allowed: Iterable<string | number>): string {
  const what =
    value === undefined
      ? `The parameter '${name}' is missing.`
      : `${quoted(value)} is not allowed as '${name}' here.`
  return `${what} Send one of ${[...allowed].join(', ')}.`
}

function checkSizes(
  { seconds: length, size }: VideoProxyParams,
  { seconds, sizes }: VideoProxyModelLimits,
): void {
  // Compared as it is written: '5.0' or '5e0' may be another number to whoever reads it next.
  if (seconds && !seconds.some((allowed) => String(allowed) === String(length))) {
    throw invalidParam('seconds_not_allowed', 'seconds', notAllowed('seconds', length, seconds))
  }
  if (sizes && !sizes.some((allowed) => allowed === size)) {
    throw invalidParam('size_not_allowed', 'size', notAllowed('size', size, sizes))
  }
}

/**
 * Refuses a create that asks for more than is offered here. What is limited has to be sent: the API's own default may be
 * beyond the limit.
 *
 * @throws {ProxyError} 400 with the parameter's name
 */
export function checkLimits(
  params: VideoProxyParams,
  { promptLength, models, all, params: extra }: ProxyLimits,
): void {
  const { model, prompt = '' } = params
  if (promptLength !== undefined && prompt.length > promptLength) {
    const message = `The prompt has ${prompt.length} characters. At most ${promptLength} are allowed here.`
    throw invalidParam('prompt_too_long', 'prompt', message)
  }
  const limits = model === undefined ? undefined : models?.get(model)
  if (models && !limits) {
    throw invalidParam('model_not_allowed', 'model', notAllowed('model', model, models.keys()))
  }
  checkSizes(params, all)
  checkSizes(params, limits ?? {})
  const unknown = Object.keys(params).find(
    (name) => !CHECKED.some((known) => known === name) && !(extra?.has(name) ?? true),
  )
  if (unknown !== undefined) {
    throw invalidParam('param_not_allowed', unknown, `The parameter ${quoted(unknown)} is not allowed here.`)
  }
}
