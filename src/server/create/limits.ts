import { documentedParams } from './documentedParams.js'
import { invalidParam, namesTask } from './params.js'
import { invalidOptions } from '../optionChecks.js'
import type { VideoProxyParams } from '../calls.js'
import type { VideoProxyLimits, VideoProxyModelLimits } from '../options.js'

/** The limits of a proxy, validated; what is `undefined` is not limited. */
export interface CreateLimits {
  promptLength: number | undefined
  models: ReadonlyMap<string, VideoProxyModelLimits> | undefined
  /** Of every model. */
  all: VideoProxyModelLimits
  /** Names of the parameters that are allowed besides the documented ones of the model. */
  params: ReadonlySet<string> | undefined
}

/**
 * Refuses a create that asks for more than the limits allow. A limited parameter must be sent: the API's own default may be
 * beyond the limit.
 *
 * @throws {ProxyError} 400 with the parameter's name
 */
export function checkLimits(
  params: VideoProxyParams,
  { promptLength, models, all, params: extra }: CreateLimits,
): void {
  const { model, prompt = '' } = params
  if (promptLength !== undefined) checkPromptLength(prompt, promptLength)
  const limits = model === undefined ? undefined : models?.get(model)
  if (models && !limits) {
    throw invalidParam('model_not_allowed', 'model', notAllowed('model', model, models.keys()))
  }
  checkModelLimits(params, all)
  checkModelLimits(params, limits ?? {})
  if (extra) checkNames(params, extra)
}

function checkNames(params: VideoProxyParams, extra: ReadonlySet<string>): void {
  const documented = documentedParams(params.model)
  const unknown = Object.keys(params).find((name) => !documented.includes(name) && !extra.has(name))
  if (unknown === undefined) return
  const message = `The parameter ${quoted(unknown)} is not allowed here. To allow it, the server names it in \`limits.params\`.`
  throw invalidParam('param_not_allowed', unknown, message)
}

/**
 * Counts as an input's `maxlength` does: in UTF-16 code units, a line break once. A form sends each as CRLF (RFC 7578, and
 * the HTML standard, 4.10.22.4).
 */
function checkPromptLength(prompt: string, max: number): void {
  // Beyond twice the limit no line break can help, and nothing is searched.
  const length = prompt.length > 2 * max ? prompt.length : prompt.replaceAll('\r\n', '\n').length
  if (length <= max) return
  const message = `The prompt has ${length} characters. At most ${max} are allowed here.`
  throw invalidParam('prompt_too_long', 'prompt', message)
}

function checkModelLimits(
  { seconds: length, size }: VideoProxyParams,
  { seconds, sizes }: VideoProxyModelLimits,
): void {
  // Compared as text: another reader may take '5.0' or '5e0' for another number.
  if (seconds && !seconds.some((allowed) => String(allowed) === String(length))) {
    throw invalidParam('seconds_not_allowed', 'seconds', notAllowed('seconds', length, seconds))
  }
  if (sizes && !sizes.some((allowed) => allowed === size)) {
    throw invalidParam('size_not_allowed', 'size', notAllowed('size', size, sizes))
  }
}

/** How much of a refused value an error repeats. */
const MAX_QUOTED_LENGTH = 100

const quoted = (value: unknown) => `'${String(value).slice(0, MAX_QUOTED_LENGTH)}'`

/** The message for a refused parameter: what was sent, and what is allowed. */
function notAllowed(name: string, value: unknown, allowed: Iterable<string | number>): string {
  const problem =
    value === undefined
      ? `The parameter '${name}' is missing.`
      : `${quoted(value)} is not allowed as '${name}' here.`
  return `${problem} Send one of ${[...allowed].join(', ')}.`
}

/**
 * Validates the `limits` option.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function readLimits({
  promptLength,
  models,
  seconds,
  sizes,
  params,
}: VideoProxyLimits = {}): CreateLimits {
  if (promptLength !== undefined && !(Number.isSafeInteger(promptLength) && promptLength > 0)) {
    invalidOptions('`limits.promptLength` must be a whole number of characters above 0.')
  }
  if (params && !isTexts(params)) invalidOptions('`limits.params` must be a list of names.')
  const ofTask = params?.find(namesTask)
  if (ofTask !== undefined) {
    invalidOptions(`\`limits.params\` names '${ofTask}'. Callers cannot choose the id of a task.`)
  }
  if (Array.isArray(models) && !isTexts(models)) invalidOptions('`limits.models` must name models.')
  const named = Array.isArray(models)
    ? models.map((name): [string, object] => [name, {}])
    : Object.entries(models ?? {})
  const all = { seconds, sizes }
  validateModelLimits(all, 'limits')
  for (const [name, limits] of named) validateModelLimits(limits, `limits.models['${name}']`)
  const isLimited = [promptLength, models, seconds, sizes, params].some((limit) => limit !== undefined)
  return {
    promptLength,
    models: models && new Map(named),
    all,
    // One limit closes what none names: gateways take a length, a size or a number of videos under many names.
    params: isLimited ? new Set(params) : undefined,
  }
}

function validateModelLimits({ seconds, sizes }: VideoProxyModelLimits, option: string): void {
  const isLengths = Array.isArray(seconds) && seconds.every((length) => length > 0 && Number.isFinite(length))
  if (seconds && !isLengths) {
    invalidOptions(`\`${option}.seconds\` must be a list of lengths in seconds, such as [5, 10].`)
  }
  if (sizes && !isTexts(sizes)) {
    invalidOptions(`\`${option}.sizes\` must be a list of sizes, such as ['1280x720'].`)
  }
}

const isTexts = (list: unknown) => Array.isArray(list) && list.every((item) => typeof item === 'string')
