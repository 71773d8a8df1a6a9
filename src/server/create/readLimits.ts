import { type CreateLimits, isIn } from './limits.js'
import { namesTask, quoted } from './params.js'
import { LISTED_NAMES, LISTED_PARAMS } from '../../core/models/documentedParams.js'
import { invalidOptions } from '../optionChecks.js'
import type { VideoProxyLimits, VideoProxyModelLimits } from '../limitOptions.js'

/**
 * Validates the `limits` option.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function readLimits({ promptLength, models, params, ...all }: VideoProxyLimits = {}): CreateLimits {
  if (promptLength !== undefined && !(Number.isSafeInteger(promptLength) && promptLength > 0)) {
    invalidOptions('`limits.promptLength` must be a whole number of characters above 0.')
  }
  if (Array.isArray(models) && !isTexts(models)) invalidOptions('`limits.models` must name models.')
  const named = Array.isArray(models)
    ? models.map((name): [string, VideoProxyModelLimits] => [name, {}])
    : Object.entries(models ?? {})
  validateModelLimits({ ...all, params }, 'limits')
  for (const [name, limits] of named) validateModelLimits(limits, `limits.models['${name}']`)
  const isLimited = [promptLength, models, params, ...Object.values(all)].some((limit) => limit !== undefined)
  return {
    promptLength,
    models: models && new Map(named),
    all,
    // One limit closes what none names: gateways take a length, a size or a number of videos under many names.
    params: isLimited ? new Set(params) : undefined,
  }
}

function validateModelLimits({ params, ...limits }: VideoProxyModelLimits, option: string): void {
  const { seconds, sizes, aspectRatios, resolutions, defaults = {}, references } = limits
  const isLengths = Array.isArray(seconds) && seconds.every((length) => length > 0 && Number.isFinite(length))
  if (seconds && !isLengths) {
    invalidOptions(`\`${option}.seconds\` must be a list of lengths in seconds, such as [5, 10].`)
  }
  for (const [name, list, sample] of [
    ['sizes', sizes, '1280x720'],
    ['aspectRatios', aspectRatios, '16:9'],
    ['resolutions', resolutions, '720p'],
  ] as const) {
    if (list && !isTexts(list))
      invalidOptions(`\`${option}.${name}\` must be a list of texts, such as ['${sample}'].`)
  }
  for (const name of LISTED_NAMES) {
    const list = limits[LISTED_PARAMS[name]]
    const value = defaults[name]
    if (value !== undefined && list && !isIn(list, value)) {
      invalidOptions(
        `\`${option}.defaults.${name}\` is ${quoted(value)}, which \`${LISTED_PARAMS[name]}\` beside it does not allow.`,
      )
    }
  }
  const max = references?.max
  if (max !== undefined && !(Number.isSafeInteger(max) && max >= 0)) {
    invalidOptions(`\`${option}.references.max\` must be a whole number of images.`)
  }
  if (params && !isTexts(params)) invalidOptions(`\`${option}.params\` must be a list of names.`)
  const ofTask = params?.find(namesTask)
  if (ofTask !== undefined) {
    invalidOptions(`\`${option}.params\` names '${ofTask}'. Callers cannot choose the id of a task.`)
  }
}

const isTexts = (list: unknown) => Array.isArray(list) && list.every((item) => typeof item === 'string')
