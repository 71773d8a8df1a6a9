import { loadOnce } from '../loadOnce.js'

/** Loads the parser of dialects. Behind a proxy of this package, no answer needs it. */
export const loadParser = /* @__PURE__ */ loadOnce(() => import('../wire/parseVideoTask.js'))

/** Loads the calls of people: create, remix, list and delete. */
export const loadCalls = /* @__PURE__ */ loadOnce(() => import('./taskCalls.js'))

/** Loads what reads a video as a stream. */
export const loadStream = /* @__PURE__ */ loadOnce(() => import('../content/contentStream.js'))

/** Loads what checks the video of a task without a URL, and why a video does not play. */
export const loadBytes = /* @__PURE__ */ loadOnce(() => import('../content/bytes.js'))

/** Loads what sends several retrieves as one request. */
export const loadBatches = /* @__PURE__ */ loadOnce(() => import('./retrieveBatches.js'))
