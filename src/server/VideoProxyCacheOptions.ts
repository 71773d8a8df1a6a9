import type { VideoProxyStore } from './VideoProxyStore.js'

/** How answers about tasks are shared between those who may see them. */
export interface VideoProxyCacheOptions {
  /**
   * How long the answer about a running task is shown to further viewers, in ms. An ended task's is shown for 30 s, a
   * refusal for a second at most, and none longer than the signed address in it is valid.
   * @default 2000 (below any sensible poll interval)
   */
  ttl?: number | undefined
  /** Where instances share answers. Without it each instance asks for itself. */
  store?: VideoProxyStore | undefined
}
