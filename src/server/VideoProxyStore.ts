/**
 * What the proxy needs of a store that several instances share. A `Keyv` is one as it is (made
 * with `throwOnErrors: true`, else it hides its failures); for others a few lines do:
 *
 * ```ts
 * const storage = createStorage({ driver: redisDriver({ url }) }) // unstorage
 * const store: VideoProxyStore = {
 *   get: (key) => storage.getItem(key),
 *   set: (key, value, ttl) => storage.setItem(key, value, { ttl: Math.ceil(ttl / 1000) }),
 * }
 * ```
 */
export interface VideoProxyStore {
  /** What was set under a key and has not expired; anything that is no text counts as nothing. */
  get(key: string): unknown
  /** Keeps a text for `ttl` ms; `false` says that it could not. Keys hold no spaces, slashes or question marks. */
  set(key: string, value: string, ttl: number): unknown
}
