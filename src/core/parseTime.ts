/** Above this a number can only be milliseconds: as seconds it would lie in the year 5138. Above it again, finer units. */
const MILLISECONDS_FROM = 1e11

/** `2026-05-28T03:15:52Z`, with a space for the T, with or without a zone. Other texts are not guessed at. */
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i

/** A time as Unix seconds, from seconds, milliseconds or ISO text (UTC where no zone is given); nonsense is absent. */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() !== '') {
    const number = Number(value)
    if (!Number.isNaN(number)) return parseTime(number)
    const [, date, time = '00:00', zone = 'Z'] = ISO.exec(value.trim()) ?? []
    return date === undefined ? undefined : parseTime(Date.parse(`${date}T${time}${zone}`))
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  let seconds = value
  while (seconds > MILLISECONDS_FROM) seconds /= 1000
  seconds = Math.floor(seconds)
  return seconds > 0 ? seconds : undefined
}
