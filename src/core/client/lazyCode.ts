import { messageOf, VideoNetworkError } from '../errors/VideoTaskError.js'

/**
 * Loads the parser of dialects. Behind a proxy of this package, no answer needs it.
 *
 * @throws {VideoNetworkError} code `network_error` where it could not be loaded; the next call tries again
 */
export const loadParser = /* @__PURE__ */ once(() => import('../wire/parseVideoTask.js'))

/**
 * Loads the calls of people: create, remix, list and delete.
 *
 * @throws {VideoNetworkError} code `network_error` where they could not be loaded; the next call tries again
 */
export const loadCalls = /* @__PURE__ */ once(() => import('./taskCalls.js'))

/** Loads once, and again after a failure. An `import` of each poll would cost a turn of the event loop, or more. */
function once<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let loaded: Promise<Module> | undefined
  return () =>
    (loaded ??= load().catch((cause: unknown) => {
      loaded = undefined
      throw new VideoNetworkError(`A part of this app did not load: ${messageOf(cause)}`, {
        code: 'network_error',
        cause,
      })
    }))
}
