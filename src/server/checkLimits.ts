import { CHECKED } from './checkParams.js'
import { invalidParam } from './invalidParam.js'
import type { ProxyLimits } from './readLimits.js'
import type { VideoProxyParams } from './VideoProxyCall.js'
import type { VideoProxyModelLimits } from './VideoProxyLimits.js'

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
