import {
  checkPromptLength,
  checkReferences,
  invalidParam,
  notAllowed,
  parameterOf,
  quoted,
  REFERENCES,
} from './params.js'
import { LISTED_NAMES, LISTED_PARAMS, type ListedName } from '../../core/models/documentedParams.js'
import { findVideoModel, type VideoModel } from '../../core/models/videoModels.js'
import { dropAbsent } from '../../core/wire/fieldValues.js'
import type { VideoProxyParams } from '../calls.js'
import type { VideoProxyLimitedValues, VideoProxyModelLimits } from '../limitOptions.js'
import type { ProxyError } from '../proxyError.js'

/** The limits of a proxy, validated; what is `undefined` is not limited. */
export interface CreateLimits {
  promptLength: number | undefined
  models: ReadonlyMap<string, VideoProxyModelLimits> | undefined
  /** Of every model. */
  all: VideoProxyLimitedValues
  /** Names of the parameters that are allowed besides the documented ones of the model. */
  params: ReadonlySet<string> | undefined
}

/**
 * Refuses a remix that asks for more than the limits allow. Model, length and size are those of its source: with any limit
 * only the prompt and `limits.params` may be sent.
 *
 * @throws {ProxyError} 400 with the parameter's name
 */
export function checkRemixLimits(
  params: VideoProxyParams,
  { promptLength, params: extra }: CreateLimits,
): void {
  if (promptLength !== undefined) checkPromptLength(params.prompt ?? '', promptLength)
  if (extra) checkAllowed(params, ['prompt'], extra)
}

/**
 * Refuses a create that asks for more than the limits allow.
 *
 * @returns values for limited parameters that the create omits, since the API's own default may be beyond the limit
 * @throws {ProxyError} 400 with the parameter's name
 */
export function checkLimits(
  params: VideoProxyParams,
  { promptLength, models, all, params: extra }: CreateLimits,
): Readonly<Record<string, string>> {
  const { prompt = '' } = params
  // An API with another default would make a video of a model that the app does not allow.
  const model = params.model ?? (models?.has(DEFAULT_MODEL) ? DEFAULT_MODEL : undefined)
  if (promptLength !== undefined) checkPromptLength(prompt, promptLength)
  const own = model === undefined ? undefined : models?.get(model)
  if (models && !own) {
    throw invalidParam(
      'model_not_allowed',
      'model',
      notAllowed('model', model, models.keys(), 'limits.models'),
    )
  }
  if (!extra) return {}
  const documented = findVideoModel(model ?? '')
  // Of a model that the app names, the documentation limits what the app leaves open.
  const rules = { own: own && withDocumented(own, documented), documented, all }
  const defaults: Record<string, string> = own && model !== params.model ? { model: DEFAULT_MODEL } : {}
  for (const name of LISTED_NAMES) {
    const value = params[name]
    const text = value === undefined ? defaultOf(name, rules) : checkValue(name, value, rules)
    if (text !== undefined) defaults[name] = text
  }
  checkNames(params, rules, extra)
  if (rules.own?.references) checkReferences(params, rules.own.references)
  return defaults
}

/**
 * The model of a create that names none, as OpenAI documents it (https://platform.openai.com/docs/api-reference/videos/create)
 * and the curl of the vendor's Sora page has it. Written in where the app allows that model.
 */
const DEFAULT_MODEL = 'sora-2'

function withDocumented(
  own: VideoProxyModelLimits,
  documented: VideoModel | undefined,
): VideoProxyModelLimits {
  const limits = { ...documented, ...dropAbsent(own) }
  return {
    ...limits,
    defaults: { ...documented?.defaults, ...own.defaults },
    references: limits.references && { ...documented?.references, ...limits.references },
  }
}

/** What limits the create of one model. */
interface ModelRules {
  /** Of a model that the app names: its limits, and those of the documentation. */
  own: VideoProxyModelLimits | undefined
  documented: VideoModel | undefined
  all: VideoProxyLimitedValues
}

type Lists = readonly (readonly (string | number)[])[]

/** The lists that limit a parameter. A value must be in each. */
function listsOf(name: ListedName, { own, all }: ModelRules): Lists {
  const list = LISTED_PARAMS[name]
  return [own?.[list], all[list]].filter((values) => values !== undefined)
}

/** Compares as text: another reader may take '5.0' or '5e0' for another number. */
export const isIn = (values: readonly (string | number)[], value: unknown) =>
  (typeof value === 'string' || typeof value === 'number') &&
  values.some((one) => String(one) === String(value))

const isInAll = (lists: Lists, value: unknown) => lists.every((values) => isIn(values, value))

function checkValue(name: ListedName, value: unknown, rules: ModelRules): undefined {
  if (!isInAll(listsOf(name, rules), value)) throw refused(name, value, rules)
}

/**
 * The value to send for a limited parameter that a create omits: the default, or the cheapest allowed value where that is
 * beyond the limit.
 *
 * @throws {ProxyError} 400 where the model is not known to take the parameter
 */
function defaultOf(name: ListedName, rules: ModelRules): string | undefined {
  const { own, documented } = rules
  const { defaults = {}, fixedSeconds } = own ?? documented ?? {}
  const lists = listsOf(name, rules)
  const fallback = defaults[name]
  if (lists.length === 0) return own && fallback !== undefined ? String(fallback) : undefined
  if (fallback !== undefined && isInAll(lists, fallback)) return String(fallback)

  // Without a default, the API chooses one of these.
  const fixed = name === 'seconds' ? fixedSeconds : undefined
  const choices: readonly unknown[] =
    fixed === undefined ? (documented?.[LISTED_PARAMS[name]] ?? []) : [fixed]
  const isAnyAllowed = choices.length > 0 && choices.every((choice) => isInAll(lists, choice))
  if (fallback === undefined && isAnyAllowed) return undefined

  const [cheapest] = documented?.[LISTED_PARAMS[name]]
    ? allowedBy(lists).toSorted((a, b) => costOf(a) - costOf(b))
    : []
  if (cheapest !== undefined) return String(cheapest)
  if (!documented || fixed !== undefined) throw refused(name, fixed, rules)
  const message =
    `This app's proxy limits '${name}' for all models, and this model does not take it. To let the model pass, limit ` +
    `'${name}' in \`limits.models\` instead of \`limits.${LISTED_PARAMS[name]}\`.`
  throw invalidParam(`${name}_not_allowed`, name, message)
}

const allowedBy = (lists: Lists) => (lists[0] ?? []).filter((value) => isInAll(lists, value))

/** What a value costs beside others of its parameter: seconds or pixels. A ratio says nothing of it. */
function costOf(value: string | number): number {
  const [, width, height = 1] = /^(\d+)(?:x(\d+)|p)?$/.exec(String(value)) ?? []
  return width === undefined ? Number.MAX_SAFE_INTEGER : Number(width) * Number(height)
}

function refused(name: ListedName, value: unknown, rules: ModelRules): ProxyError {
  const list = LISTED_PARAMS[name]
  const lists = listsOf(name, rules)
  const isOfAll = rules.all[list] !== undefined && !isIn(rules.all[list], value)
  const option = isOfAll ? `limits.${list}` : `limits.models`
  return invalidParam(`${name}_not_allowed`, name, notAllowed(name, value, allowedBy(lists), option))
}

function checkNames(params: VideoProxyParams, rules: ModelRules, extra: ReadonlySet<string>): void {
  const { own, documented, all } = rules
  const limits = own ?? documented
  const listed = LISTED_NAMES.filter((name) => {
    const list = LISTED_PARAMS[name]
    // Of an unknown model, what every model takes, and what the app limits.
    return limits?.[list] ?? (!documented && (name === 'seconds' || name === 'size' || all[list]))
  })
  const known = [
    'model',
    'prompt',
    ...listed,
    ...(limits?.references ? [REFERENCES] : []),
    ...(own?.params ?? []),
  ]
  checkAllowed(params, known, extra)
}

/** How much of a parameter's name an error repeats. */
const MAX_NAME_LENGTH = 100

function checkAllowed(params: VideoProxyParams, known: readonly string[], extra: ReadonlySet<string>): void {
  const unknown = Object.keys(params).find((name) => {
    const parameter = parameterOf(name)
    return !known.includes(parameter) && !extra.has(parameter)
  })
  if (unknown === undefined) return
  const parameter = parameterOf(unknown).slice(0, MAX_NAME_LENGTH)
  const message = `The parameter ${quoted(unknown)} was refused by this app's proxy: name \`${parameter}\` in \`limits.params\`.`
  throw invalidParam('param_not_allowed', unknown, message)
}
