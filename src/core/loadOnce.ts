import { networkError } from './errors/VideoTaskError.js'

/**
 * Returns what loads a part of this package at its first use: once, and again after a failure. An `import` of each use
 * would cost a turn of the event loop, or more. Such a part imports nothing that a page has at first: a bundler would put
 * what both of them need into a file of its own.
 *
 * @throws {VideoNetworkError} code `network_error` where the part did not load
 */
export function loadOnce<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let loaded: Promise<Part> | undefined
  return () =>
    (loaded ??= load().catch((cause: unknown) => {
      loaded = undefined
      throw networkError('A part of the app did not load', cause)
    }))
}
