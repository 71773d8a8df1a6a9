/** The part of `Storage` that a registry needs: `localStorage`, `sessionStorage`, or anything like them. */
export interface VideoTaskStorage {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
  removeItem: (key: string) => void
}

/** A storage whose failures are answers. */
export interface SafeStorage {
  read: (key: string) => string | null
  /** Whether the text was kept: a full or forbidden storage keeps none. */
  write: (key: string, text: string) => boolean
  remove: (key: string) => void
}

/** Fences a storage in: being full, forbidden (private mode), or not there at all makes nothing throw. */
export function safeStorage(given: VideoTaskStorage | null | undefined): SafeStorage {
  // Reached for at each use: a server has none, and where it is forbidden the mere mention throws.
  const reach = () => (given === undefined ? globalThis.localStorage : given)
  return {
    read: (key) => {
      try {
        return reach()?.getItem(key) ?? null
      } catch {
        return null
      }
    },
    write: (key, text) => {
      try {
        reach()?.setItem(key, text)
        return reach()?.getItem(key) === text
      } catch {
        return false
      }
    },
    remove: (key) => {
      try {
        reach()?.removeItem(key)
      } catch {
        // What cannot be reached cannot be removed.
      }
    },
  }
}
