import type { Scenario } from '../Scenario.js'

const WORDS: Readonly<Record<string, string>> = {
  queued: 'SUBMITTED',
  in_progress: 'IN_PROGRESS',
  completed: 'SUCCESS',
  failed: 'FAILED',
  error: 'ERROR',
}

/** Upper-case words for the status, as older pages of the vendor show them. */
export const uppercase: Scenario = {
  write: (body) => ({ ...body, status: WORDS[String(body['status'])] ?? body['status'] }),
}
