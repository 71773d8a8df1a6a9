/** A browser's Web Locks and broadcast channels as far as several tabs need them, without waiting. */
export interface FakeBrowser {
  /** A tab of it. */
  openTab: () => FakeTab
  /** Names of the locks that are held or waited for. */
  lockNames: () => string[]
  /** How many claims wait in line. */
  waiting: () => number
  /** Open channels. */
  channels: () => number
  /** Sends a message to every tab, on every channel. */
  say: (message: unknown) => void
}

type Grant = (lock: unknown) => void | Promise<void>
type Options = { ifAvailable?: boolean; steal?: boolean; signal?: AbortSignal }
type Listener = (event: { data: unknown }) => void

/** A tab of a fake browser. */
export interface FakeTab {
  locks: { request: (name: string, options: Options, grant: Grant) => Promise<unknown> }
  BroadcastChannel: new (name: string) => FakeChannel
  page: {
    isHidden: () => boolean
    subscribe: (listeners: { onVisibilityChange: () => void; onSuspend: () => void }) => () => void
  }
  show: () => void
  hide: () => void
  /** Says that it is about to be frozen, as a browser does. */
  rest: () => void
  /** As a closed or crashed tab: its locks go on, its messages end. */
  close: () => void
  /** As a tab that was frozen without a word: it keeps its locks and hears nothing. */
  freeze: () => void
}

interface FakeChannel {
  postMessage: (message: unknown) => void
  addEventListener: (type: 'message', listener: Listener) => void
  close: () => void
}

interface Request {
  tab: FakeTab
  grant: Grant
  resolve: (value: unknown) => void
  reject: (reason: unknown) => void
}

/** Makes a browser without a window. Locks are granted at once, messages need 5 ms. */
export function createFakeBrowser(): FakeBrowser {
  const held = new Map<string, Request>()
  const lines = new Map<string, Request[]>()
  const channels = new Set<{ name: string; tab: FakeTab; listeners: Listener[] }>()
  const silent = new Set<FakeTab>()

  function give(name: string, request: Request): void {
    held.set(name, request)
    void Promise.resolve(request.grant({ name })).then((value) => {
      request.resolve(value)
      if (held.get(name) === request) letGo(name)
    })
  }
  function letGo(name: string): void {
    held.delete(name)
    const next = lines.get(name)?.shift()
    if (next) give(name, next)
  }

  function openTab(): FakeTab {
    let hidden = false
    const listeners = new Set<{ onVisibilityChange: () => void; onSuspend: () => void }>()
    const turn = (now: boolean) => {
      hidden = now
      for (const { onVisibilityChange } of listeners) onVisibilityChange()
    }
    const tab: FakeTab = {
      locks: {
        request: async (name, { ifAvailable, steal, signal }, grant) => {
          signal?.throwIfAborted()
          await Promise.resolve()
          return new Promise((resolve, reject) => {
            if (silent.has(tab)) return
            const request = { tab, grant, resolve, reject }
            const holder = held.get(name)
            if (steal) {
              holder?.reject(new DOMException('Stolen', 'AbortError'))
              give(name, request)
            } else if (!holder) give(name, request)
            else if (ifAvailable) resolve(grant(null))
            else {
              const line = lines.get(name) ?? []
              lines.set(name, line)
              line.push(request)
              signal?.addEventListener('abort', () => {
                const index = line.indexOf(request)
                if (index < 0) return
                line.splice(index, 1)
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
          const data: unknown = structuredClone(message)
          if (silent.has(tab)) return
          for (const other of channels) {
            if (other === this.#entry || other.name !== this.#entry.name) continue
            setTimeout(() => {
              if (silent.has(other.tab) || !channels.has(other)) return
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
      show: () => turn(false),
      hide: () => turn(true),
      rest: () => {
        for (const { onSuspend } of listeners) onSuspend()
      },
      freeze: () => void silent.add(tab),
      close: () => {
        silent.add(tab)
        for (const entry of channels) if (entry.tab === tab) channels.delete(entry)
        for (const line of lines.values()) line.splice(0, line.length, ...line.filter((r) => r.tab !== tab))
        for (const [name, holder] of held) if (holder.tab === tab) letGo(name)
      },
    }
    return tab
  }

  return {
    openTab,
    lockNames: () => [...new Set([...held.keys(), ...[...lines].flatMap(([n, l]) => (l.length ? [n] : []))])],
    waiting: () => [...lines.values()].reduce((sum, line) => sum + line.length, 0),
    channels: () => channels.size,
    say: (data) => {
      for (const { listeners } of channels) for (const listener of listeners) listener({ data })
    },
  }
}
