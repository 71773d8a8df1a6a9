/** The part of `navigator.locks` that sharing needs. */
export interface TabLocks {
  request(
    name: string,
    options: { ifAvailable?: boolean; steal?: boolean; signal?: AbortSignal },
    callback: (lock: unknown) => void | Promise<void>,
  ): Promise<unknown>
}

/** What happens to a lock. */
interface TaskLockEvents {
  onGain: () => void
  /** Another tab took it; it is waited for again. */
  onLose: () => void
  /** The browser refuses locks to this page. */
  onError: () => void
}

/** This tab's claim to be the one that asks for a task. */
export interface TaskLock {
  readonly isHeld: boolean
  readonly isReleased: boolean
  /** Settles once it is clear whether the lock was free; where it was not, the claim waits in line. */
  readonly tried: Promise<void>
  /** Takes it from whoever holds it. */
  steal(): Promise<void>
  /** Gives up the lock, or the place in line, for good. */
  release(): void
}

/** Claims a Web Lock: at once where it is free, else when whoever holds it lets go, closes or crashes. */
export function createTaskLock(
  locks: TabLocks,
  name: string,
  { onGain, onLose, onError }: TaskLockEvents,
): TaskLock {
  let letGo: (() => void) | undefined
  let isReleased = false
  let line = new AbortController()

  /** Resolves once the lock is granted or refused; the request itself lasts for as long as the lock is held. */
  function request(options: { ifAvailable?: boolean; steal?: boolean; signal?: AbortSignal }): Promise<void> {
    return new Promise((answered) => {
      let hold: (() => void) | undefined
      const grant = (lock: unknown): void | Promise<void> => {
        if (lock === null || isReleased) return
        return new Promise<void>((resolve) => {
          letGo = hold = resolve
          answered()
          onGain()
        })
      }
      const fail = () => {
        if (!hold) {
          if (!options.signal?.aborted) onError()
        } else if (letGo === hold) {
          letGo = undefined
          onLose()
          if (!isReleased) wait()
        }
      }
      // In a function of its own: where it throws instead of rejecting, that is a refusal too.
      const run = async () => locks.request(name, options, grant)
      void run().catch(fail).finally(answered)
    })
  }

  function wait(): void {
    line = new AbortController()
    void request({ signal: line.signal })
  }

  return {
    get isHeld() {
      return letGo !== undefined
    },
    get isReleased() {
      return isReleased
    },
    tried: request({ ifAvailable: true }).then(() => {
      if (!letGo && !isReleased) wait()
    }),
    steal() {
      line.abort()
      return request({ steal: true })
    },
    release() {
      isReleased = true
      line.abort()
      letGo?.()
      letGo = undefined
    },
  }
}
