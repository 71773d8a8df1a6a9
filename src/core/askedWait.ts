import { VideoApiError } from './VideoApiError.js'

/** How long the server asked to wait with its refusal, in ms; 0 where it asked for nothing. */
export function askedWait(error: unknown): number {
  return (error instanceof VideoApiError && error.retryAfter) || 0
}
