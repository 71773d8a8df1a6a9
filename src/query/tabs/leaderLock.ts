/** The part of `navigator.locks` that sharing needs. */
export interface TabLocks {
  request(
    name: string,
    options: LockOptions,
    callback: (lock: unknown) => void | Promise<void>,
  ): Promise<unknown>
}

interface LockOptions {
  ifAvailable?: boolean
  steal?: boolean
  signal?: AbortSignal
}

/** Callbacks of a leader lock. */
interface LeaderLockEvents {
  onGain: () => void
  /** Another tab stole the lock. This tab waits for it again. */
  onLose: () => void
  /** The browser refuses locks to this page. */
  onError: () => void
}

/** This tab's request to lead the polling of one task. */
export interface LeaderLock {
  /** Whether this tab leads. */
  readonly isHeld: boolean
  readonly isReleased: boolean
  /** Resolves once it is known whether the lock was free. If it was not, this tab waits for it. */
  readonly tried: Promise<void>
  /** Takes the lock from the tab that holds it. */
  steal(): Promise<void>
  /** Releases the lock, or stops waiting for it. Final. */
  release(): void
}

/**
 * Requests the Web Lock that makes a tab the leader for one task: granted immediately if it is free, else when the tab that
 * holds it releases it, closes or crashes.
 */
export function createLeaderLock(
  locks: TabLocks,
  name: string,
  { onGain, onLose, onError }: LeaderLockEvents,
): LeaderLock {
  /** Ends the promise that holds the lock; undefined while another tab holds it. */
  let endHold: (() => void) | undefined
  let isReleased = false
  let waiting = new AbortController()

  /** Resolves once the lock is granted or refused. The browser's own promise lasts as long as the lock is held. */
  function request(options: LockOptions): Promise<void> {
    return new Promise((settle) => {
      let endOwnHold: (() => void) | undefined
      const hold = (lock: unknown): void | Promise<void> => {
        if (lock === null || isReleased) return
        return new Promise<void>((resolve) => {
          endHold = endOwnHold = resolve
          settle()
          onGain()
        })
      }
      const handleRejection = () => {
        if (!endOwnHold) {
          if (!options.signal?.aborted) onError()
        } else if (endHold === endOwnHold) {
          endHold = undefined
          onLose()
          if (!isReleased) wait()
        }
      }
      // An async function, so that a `request` that throws is a rejection too.
      const run = async () => locks.request(name, options, hold)
      void run().catch(handleRejection).finally(settle)
    })
  }

  function wait(): void {
    waiting = new AbortController()
    void request({ signal: waiting.signal })
  }

  return {
    get isHeld() {
      return endHold !== undefined
    },
    get isReleased() {
      return isReleased
    },
    tried: request({ ifAvailable: true }).then(() => {
      if (!endHold && !isReleased) wait()
    }),
    steal() {
      waiting.abort()
      return request({ steal: true })
    },
    release() {
      isReleased = true
      waiting.abort()
      endHold?.()
      endHold = undefined
    },
  }
}
