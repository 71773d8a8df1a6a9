import { VideoTaskError } from '../core/VideoTaskError.js'

/** Ends the making of a proxy that could not work. */
export function refuseOptions(message: string): never {
  throw new VideoTaskError(message, { code: 'invalid_options' })
}
