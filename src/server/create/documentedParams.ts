import { findVideoModel, LISTED_PARAMS, type VideoModel } from '../../core/models/videoModels.js'

/**
 * Names of the parameters that a model documents. `limits` let these through, and of the others only those that
 * `limits.params` names.
 */
export function documentedParams(model: string | undefined): readonly string[] {
  const facts = model === undefined ? undefined : findVideoModel(model)
  return facts ? namesOf(facts) : COMMON_PARAMS
}

/** Documented of every model of the API. */
const COMMON_PARAMS = ['model', 'prompt', 'seconds', 'size'] as const

function namesOf(facts: VideoModel): string[] {
  const listed = Object.entries(LISTED_PARAMS).filter(([, list]) => facts[list])
  return [
    'model',
    'prompt',
    ...listed.map(([name]) => name),
    ...(facts.references ? ['input_reference'] : []),
  ]
}
