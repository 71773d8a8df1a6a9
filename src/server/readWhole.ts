import { refuseOptions } from './refuseOptions.js'

/** The longest a timer can be set for; a longer one would fire at once. */
const LARGEST_DELAY = 2 ** 31 - 1

/**
 * Checks an option that is a whole number of something, above 0.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function readWhole(value: number, option: string, unit: 'bytes' | 'milliseconds'): number {
  const largest = unit === 'milliseconds' ? LARGEST_DELAY : Number.MAX_SAFE_INTEGER
  if (Number.isSafeInteger(value) && value >= 1 && value <= largest) return value
  return refuseOptions(`The \`${option}\` of createVideoProxy must be a whole number of ${unit} above 0.`)
}
