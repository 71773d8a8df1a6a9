import * as z from 'zod/mini'

/** What the API answered about a task, ready for anyone who may see it. */
export interface TaskAnswer {
  status: number
  headers: Record<string, string>
  body: string
  /** When it is too old to be shown, in ms since 1970. */
  end: number
}

/** In front of a stored answer: some stores parse what looks like JSON. */
const MARK = 'task '

const stored = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  end: z.number(),
})

/** An answer as a text for a store. */
export function writeTaskAnswer(answer: TaskAnswer): string {
  return MARK + JSON.stringify(answer)
}

/**
 * Reads what a store gave; `undefined` for anything that is no answer, or too old. Nothing lasts longer than `longest`
 * ms, so that a clock ahead of ours cannot make an answer stay.
 */
export function readTaskAnswer(value: unknown, longest: number): TaskAnswer | undefined {
  if (typeof value !== 'string' || !value.startsWith(MARK)) return undefined
  try {
    const answer = z.parse(stored, JSON.parse(value.slice(MARK.length)))
    const left = answer.end - Date.now()
    return left > 0 && left <= longest ? answer : undefined
  } catch {
    // Another version wrote it, or something else did: as good as nothing.
    return undefined
  }
}
