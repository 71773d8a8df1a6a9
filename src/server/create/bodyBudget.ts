import { ProxyError } from '../proxyError.js'
import { createFileStore, type FileStore } from './fileStore.js'

/** Bounds what the bodies of all creates in one proxy take at the same time, in memory and in temporary files. */
export interface BodyBudget {
  /** Runs what handles one body, and returns to the budget what it took, however it ends. */
  use<T>(run: (account: BodyAccount) => Promise<T>): Promise<T>
}

/** What one body takes from the budget. */
export interface BodyAccount {
  /** Keeps the files of the body until it has been handled. */
  files: FileStore
  /**
   * Checks that a number of bytes is still available, without taking it.
   *
   * @throws {ProxyError} 503 `busy` with `Retry-After`
   */
  check(bytes: number): void
  /**
   * Takes a number of bytes.
   *
   * @throws {ProxyError} 503 `busy` with `Retry-After`
   */
  take(bytes: number): void
}

/**
 * Creates the budget of a proxy. Bytes are taken as they arrive, not as a caller announces them: an announcement costs a
 * caller nothing, and would lock the others out.
 */
export function createBodyBudget(maxBufferedBytes: number): BodyBudget {
  let used = 0
  const check = (bytes: number, headers?: HeadersInit) => {
    if (used + bytes > maxBufferedBytes) throw busy(headers)
  }
  return {
    async use(run) {
      let taken = 0
      const take = (bytes: number) => {
        // The rest of the body is not read.
        check(bytes, { connection: 'close' })
        used += bytes
        taken += bytes
      }
      const files = createFileStore()
      try {
        return await run({ check: (bytes) => check(bytes), take, files })
      } finally {
        used -= taken
        await files.close()
      }
    },
  }
}

function busy(init?: HeadersInit): ProxyError {
  const headers = new Headers(init)
  headers.set('retry-after', String(RETRY_AFTER))
  const message =
    "This app's proxy is receiving more than it keeps in memory: `maxBufferedBytes`. Try again later."
  return new ProxyError(503, 'busy', message, { headers })
}

/** Seconds: most bodies are complete after a few. */
const RETRY_AFTER = 5
