/** A bounded map whose entries end by themselves. */
export interface ExpiringMap<T> {
  get(key: string): T | undefined
  /** Keeps a value for `ttl` ms. */
  set(key: string, value: T, ttl: number): void
}

/** Makes a map of at most `max` entries; the ones set longest ago make room. No timer runs: what has expired is not found. */
export function createExpiringMap<T>(max: number): ExpiringMap<T> {
  const entries = new Map<string, { value: T; end: number }>()
  return {
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined || entry.end > Date.now()) return entry?.value
      entries.delete(key)
      return undefined
    },
    set(key, value, ttl) {
      // Set anew, so that the order of the entries is the order of their age.
      entries.delete(key)
      for (const oldest of entries.keys()) {
        if (entries.size < max) break
        entries.delete(oldest)
      }
      entries.set(key, { value, end: Date.now() + ttl })
    },
  }
}
