/** A percentage as an integer from 0 to 100, from a number, `"45"` or `"45%"`; `undefined` where there is none. */
export function parseProgress(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value
  if (typeof number !== 'number' || Number.isNaN(number)) return undefined
  return Math.round(Math.min(100, Math.max(0, number)))
}
