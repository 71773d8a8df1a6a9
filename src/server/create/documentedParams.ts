import type { videoModels } from '../../core/client/videoModels.js'

/**
 * Names of the parameters that a model documents. `limits` let these through, and of the others only those that
 * `limits.params` names.
 */
export function documentedParams(model: string | undefined): readonly string[] {
  return DOCUMENTED_PARAMS.get(model ?? '') ?? COMMON_PARAMS
}

/** Documented of every model of the API. */
const COMMON_PARAMS = ['model', 'prompt', 'seconds', 'size'] as const

/** By model, as https://apidoc.cometapi.com documents them. */
const PARAMS_BY_MODEL = {
  'wan2.6': ['model', 'prompt', 'seconds', 'size'],
  'wan2.7': ['model', 'prompt', 'seconds', 'size'],
} satisfies Record<keyof typeof videoModels, readonly string[]>

const DOCUMENTED_PARAMS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(PARAMS_BY_MODEL))
