import { isRecord } from '../wire/fieldValues.js'
import { findVideoModel } from './videoModels.js'

/**
 * Finds the list price of a create in the vendor's public catalogue of models, `https://api.cometapi.com/api/models`, which needs
 * no key: to show it in a form, or to take it off a budget in `authorizeCreate`. What a create costs in the end, such as for other
 * resolutions, is up to the API.
 *
 * @param catalogue the catalogue's JSON, in which a model has a price by second or by request; undefined while it loads
 * @param params parameters of the create; without `seconds`, the model's documented length counts
 * @returns US dollars; undefined where catalogue or parameters do not tell
 * @example
 * ```ts
 * import { findVideoPrice } from 'react-video-task/client'
 *
 * const catalogue: unknown = await (await fetch('https://api.cometapi.com/api/models')).json()
 * const price = findVideoPrice(catalogue, { model: 'wan2.6', seconds: 10 })
 * console.log(price === undefined ? 'unknown' : `$${price.toFixed(2)}`)
 * ```
 */
export function findVideoPrice(
  catalogue: unknown,
  { model, seconds }: { model?: unknown; seconds?: unknown },
): number | undefined {
  const models = isRecord(catalogue) ? catalogue['data'] : undefined
  const found: unknown = Array.isArray(models) && models.find((one) => isRecord(one) && one['id'] === model)
  const pricing = isRecord(found) ? found['pricing'] : undefined
  if (typeof model !== 'string' || !isRecord(pricing)) return undefined
  const perRequest = readAmount(pricing['per_request'])
  if (perRequest !== undefined) return perRequest
  const facts = findVideoModel(model)
  const perSecond = readAmount(pricing['per_second'])
  const length = readAmount(seconds ?? facts?.fixedSeconds ?? facts?.defaults.seconds)
  return perSecond !== undefined && length !== undefined ? perSecond * length : undefined
}

/** A number above 0, also where it is sent as text. No model is listed to be free: 0 stands for no price. */
function readAmount(value: unknown): number | undefined {
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof amount === 'number' && Number.isFinite(amount) && amount > 0 ? amount : undefined
}
