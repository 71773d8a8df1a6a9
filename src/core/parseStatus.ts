import { readText } from './readText.js'
import type { VideoTaskStatus } from './VideoTask.js'

/** Every word seen for a state, on the documented route and its relatives. */
const WORDS: Record<VideoTaskStatus, string> = {
  queued:
    'queued pending waiting submitted not_start created starting preparing queueing in_queue scheduled unknown',
  in_progress: 'in_progress processing running generating rendering',
  completed: 'completed complete success succeeded succeed done finished ready',
  failed: 'failed failure fail cancelled canceled expired deleted rejected',
  error: 'error',
}

/**
 * The documented status for a provider's word. A missing word is `queued`. An unknown one is `in_progress`, so that
 * polling goes on, and comes back in `raw` as well.
 */
export function parseStatus(value: unknown): { status: VideoTaskStatus; raw?: string } {
  const text = readText(value)
  if (text === undefined) return { status: 'queued' }
  const word = text.toLowerCase().replace(/[\s-]+/g, '_')
  for (const status of ['queued', 'in_progress', 'completed', 'failed', 'error'] as const) {
    if (WORDS[status].split(' ').includes(word)) return { status }
  }
  return { status: 'in_progress', raw: text }
}
