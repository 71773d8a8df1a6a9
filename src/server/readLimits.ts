import { refuseOptions } from './refuseOptions.js'
import type { VideoProxyLimits, VideoProxyModelLimits } from './VideoProxyLimits.js'

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
    refuseOptions(`\`${where}.seconds\` must be a list of lengths in seconds, such as [5, 10].`)
  }
  if (sizes && !isTexts(sizes)) {
    refuseOptions(`\`${where}.sizes\` must be a list of sizes, such as ['1280x720'].`)
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
    refuseOptions('`limits.promptLength` must be a whole number of characters above 0.')
  }
  if (params && !isTexts(params)) refuseOptions('`limits.params` must be a list of names.')
  if (Array.isArray(models) && !isTexts(models)) refuseOptions('`limits.models` must name models.')
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
