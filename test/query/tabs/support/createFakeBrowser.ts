/** The Web Locks and broadcast channels that the tabs of one browser share. */
export interface FakeBrowser {
  /** Opens a tab. */
  openTab: () => FakeTab
  /** Names of the locks that are held or requested. */
  lockNames: () => string[]
  /** Number of lock requests in the queues. */
  queuedRequests: () => number
  /** Number of open channels. */
  openChannels: () => number
  /** Delivers a message to every open channel, synchronously. */
  broadcast: (message: unknown) => void
}

type LockCallback = (lock: unknown) => void | Promise<void>
type LockOptions = { ifAvailable?: boolean; steal?: boolean; signal?: AbortSignal }
type Listener = (event: { data: unknown }) => void

/** A tab of a fake browser. */
export interface FakeTab {
  locks: { request: (name: string, options: LockOptions, callback: LockCallback) => Promise<unknown> }
  BroadcastChannel: new (name: string) => FakeChannel
  page: {
    isHidden: () => boolean
    subscribe: (listeners: { onVisibilityChange: () => void; onSuspend: () => void }) => () => void
  }
  show: () => void
  hide: () => void
  /** Fires the event that precedes freezing. */
  suspend: () => void
  /** Closes the tab, or crashes it: its locks are released, and it sends and receives no more messages. */
  close: () => void
  /** Freezes the tab without an event: it keeps its locks, and sends and receives no more messages. */
  freeze: () => void
}

interface FakeChannel {
  postMessage: (message: unknown) => void
  addEventListener: (type: 'message', listener: Listener) => void
  close: () => void
}

interface LockRequest {
  tab: FakeTab
  callback: LockCallback
  resolve: (value: unknown) => void
  reject: (reason: unknown) => void
}

/** Creates a fake browser that grants a free lock in a microtask and delivers a message after 5 ms. */
export function createFakeBrowser(): FakeBrowser {
  const held = new Map<string, LockRequest>()
  const queues = new Map<string, LockRequest[]>()
  const channels = new Set<{ name: string; tab: FakeTab; listeners: Listener[] }>()
  const disconnected = new Set<FakeTab>()

  function grantLock(name: string, request: LockRequest): void {
    held.set(name, request)
    void Promise.resolve(request.callback({ name })).then((value) => {
      request.resolve(value)
      if (held.get(name) === request) release(name)
    })
  }
  function release(name: string): void {
    held.delete(name)
    const next = queues.get(name)?.shift()
    if (next) grantLock(name, next)
  }

  function openTab(): FakeTab {
    let hidden = false
    const listeners = new Set<{ onVisibilityChange: () => void; onSuspend: () => void }>()
    const setHidden = (isHidden: boolean) => {
      hidden = isHidden
      for (const { onVisibilityChange } of listeners) onVisibilityChange()
    }
    const tab: FakeTab = {
      locks: {
        request: async (name, { ifAvailable, steal, signal }, callback) => {
          signal?.throwIfAborted()
          await Promise.resolve()
          return new Promise((resolve, reject) => {
            if (disconnected.has(tab)) return
            const request = { tab, callback, resolve, reject }
            const holder = held.get(name)
            if (steal) {
              holder?.reject(new DOMException('Stolen', 'AbortError'))
              grantLock(name, request)
            } else if (!holder) grantLock(name, request)
            else if (ifAvailable) resolve(callback(null))
            else {
              const queue = queues.get(name) ?? []
              queues.set(name, queue)
              queue.push(request)
              signal?.addEventListener('abort', () => {
                const index = queue.indexOf(request)
                if (index < 0) return
                queue.splice(index, 1)
                reject(signal.reason)
              })
            }
          })
        },
      },
      BroadcastChannel: class {
        #entry
        constructor(name: string) {
          this.#entry = { name, tab, listeners: new Array<Listener>() }
          channels.add(this.#entry)
        }
        postMessage(message: unknown) {
          if (!channels.has(this.#entry)) throw new DOMException('Closed', 'InvalidStateError')
          const data: unknown = structuredClone(message)
          if (disconnected.has(tab)) return
          for (const other of channels) {
            if (other === this.#entry || other.name !== this.#entry.name) continue
            setTimeout(() => {
              if (disconnected.has(other.tab) || !channels.has(other)) return
              for (const listener of other.listeners) listener({ data: structuredClone(data) })
            }, 5)
          }
        }
        addEventListener(_: 'message', listener: Listener) {
          this.#entry.listeners.push(listener)
        }
        close() {
          channels.delete(this.#entry)
        }
      },
      page: {
        isHidden: () => hidden,
        subscribe: (listener) => {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
      },
      show: () => setHidden(false),
      hide: () => setHidden(true),
      suspend: () => {
        for (const { onSuspend } of listeners) onSuspend()
      },
      freeze: () => void disconnected.add(tab),
      close: () => {
        disconnected.add(tab)
        for (const entry of channels) if (entry.tab === tab) channels.delete(entry)
        for (const queue of queues.values())
          queue.splice(0, queue.length, ...queue.filter((r) => r.tab !== tab))
        for (const [name, holder] of held) if (holder.tab === tab) release(name)
      },
    }
    return tab
  }

  return {
    openTab,
    lockNames: () => [
      ...new Set([...held.keys(), ...[...queues].flatMap(([name, queue]) => (queue.length ? [name] : []))]),
    ],
    queuedRequests: () => [...queues.values()].reduce((sum, queue) => sum + queue.length, 0),
    openChannels: () => channels.size,
    broadcast: (data) => {
      for (const { listeners } of channels) for (const listener of listeners) listener({ data })
    },
  }
}
