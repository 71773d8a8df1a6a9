/** A bounded map whose entries end by themselves. */
export interface ExpiringMap<T> {
  get(key: string): T | undefined
  /** Keeps a value for `ttl` ms. */
  set(key: string, value: T, ttl: number): void
}

/**
 * Makes a map of at most `max` entries, of which the older half makes room when it is full: taking the oldest out of a
 * `Map` one by one is slow, because it walks over all that were taken out before. No timer runs.
 */
export function createExpiringMap<T>(max: number): ExpiringMap<T> {
  const half = Math.ceil(max / 2)
  type Entries = Map<string, { value: T; end: number }>
  let young: Entries = new Map()
  let old: Entries = new Map()
  return {
    get(key) {
      const entry = young.get(key) ?? old.get(key)
      return entry && entry.end > Date.now() ? entry.value : undefined
    },
    set(key, value, ttl) {
      if (young.size >= half) {
        old = young
        young = new Map()
      }
      young.set(key, { value, end: Date.now() + ttl })
    },
  }
}
