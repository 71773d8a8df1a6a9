/** The part of `Storage` that stores need: `localStorage`, `sessionStorage`, or any object with these methods. */
export interface VideoTaskStorage {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
  removeItem: (key: string) => void
}

/** A storage that never throws. */
interface SafeStorage {
  /** @returns null where the storage has no entry, undefined where it cannot be reached */
  read: (key: string) => string | null | undefined
  /** @returns whether the text was stored; false where the storage is full or forbidden */
  write: (key: string, text: string) => boolean
  remove: (key: string) => void
}

/**
 * Wraps a storage so that nothing throws where it is full, forbidden (private mode) or missing (a server).
 *
 * @param given null for no storage. @default localStorage, where available
 */
export function safeStorage(
  given: (Pick<VideoTaskStorage, 'getItem' | 'setItem'> & Partial<VideoTaskStorage>) | null | undefined,
): SafeStorage {
  function attempt<T>(run: (storage: NonNullable<typeof given>) => T, otherwise: T): T {
    try {
      // Read at each use: a server has none, and where it is forbidden reading the property throws.
      const storage = given === undefined ? globalThis.localStorage : given
      return storage ? run(storage) : otherwise
    } catch {
      return otherwise
    }
  }
  return {
    read: (key) => attempt((storage) => storage.getItem(key), undefined),
    write: (key, text) =>
      attempt((storage) => {
        storage.setItem(key, text)
        return storage.getItem(key) === text
      }, false),
    remove: (key) => attempt((storage) => storage.removeItem?.(key), undefined),
  }
}
