/** Above this a number can only be milliseconds: as seconds it would lie in the year 5138. */
const MILLISECONDS_FROM = 1e11

/** A time as Unix seconds, from seconds, milliseconds or ISO text; 0, null and nonsense are absent. */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() !== '') {
    const number = Number(value)
    return parseTime(Number.isNaN(number) ? Date.parse(value) : number)
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return undefined
  return Math.floor(value > MILLISECONDS_FROM ? value / 1000 : value)
}
