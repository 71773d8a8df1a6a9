/** What the page has under way or holds on to. */
export interface Leftovers {
  timers: number
  objectUrls: number
}

const timers = new Set<unknown>()
const objectUrls = new Set<string>()

/** Counts, from now on, timers and object URLs that were made and are not over yet. To be called before anything else. */
export function watchLeftovers(): void {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis
  const { createObjectURL, revokeObjectURL } = URL
  const set = (run: () => void, ms?: number) => {
    const id = setTimeout(() => {
      timers.delete(id)
      run()
    }, ms)
    timers.add(id)
    return id
  }
  const repeat = (run: () => void, ms?: number) => {
    const id = setInterval(run, ms)
    timers.add(id)
    return id
  }
  const clear = (end: (id: number) => void) => (id: number) => {
    timers.delete(id)
    end(id)
  }
  Object.assign(globalThis, {
    setTimeout: set,
    setInterval: repeat,
    clearTimeout: clear(clearTimeout),
    clearInterval: clear(clearInterval),
  })
  URL.createObjectURL = (source) => {
    const url = createObjectURL.call(URL, source)
    objectUrls.add(url)
    return url
  }
  URL.revokeObjectURL = (url) => {
    objectUrls.delete(url)
    revokeObjectURL.call(URL, url)
  }
}

export const readLeftovers = (): Leftovers => ({ timers: timers.size, objectUrls: objectUrls.size })
