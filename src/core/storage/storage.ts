/** The part of `Storage` that a registry needs: `localStorage`, `sessionStorage`, or anything like them. */
export interface VideoTaskStorage {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
  removeItem: (key: string) => void
}

/** A storage whose failures are answers. */
interface SafeStorage {
  read: (key: string) => string | null
  /** Whether the text was kept: a full or forbidden storage keeps none. */
  write: (key: string, text: string) => boolean
  remove: (key: string) => void
}

/** Fences a storage in: being full, forbidden (private mode), or not there at all makes nothing throw. */
export function safeStorage(
  given: (Pick<VideoTaskStorage, 'getItem' | 'setItem'> & Partial<VideoTaskStorage>) | null | undefined,
): SafeStorage {
  function attempt<T>(run: (storage: NonNullable<typeof given>) => T, otherwise: T): T {
    try {
      // Reached for at each use: a server has none, and where it is forbidden the mere mention throws.
      const storage = given === undefined ? globalThis.localStorage : given
      return storage ? run(storage) : otherwise
    } catch {
      return otherwise
    }
  }
  return {
    read: (key) => attempt((storage) => storage.getItem(key), null),
    write: (key, text) =>
      attempt((storage) => {
        storage.setItem(key, text)
        return storage.getItem(key) === text
      }, false),
    // What cannot be reached cannot be removed.
    remove: (key) => attempt((storage) => storage.removeItem?.(key), undefined),
  }
}
