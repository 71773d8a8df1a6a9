/** The number of renders of the page's components since the last mount. */
export const renders = { count: 0 }

/** Called by each component when it renders. */
export function countRender(): void {
  renders.count += 1
}

/** Timers and object URLs that the page holds. */
export interface Leftovers {
  timers: number
  objectUrls: number
}

const timers = new Set<unknown>()
const objectUrls = new Set<string>()

export const readLeftovers = (): Leftovers => ({ timers: timers.size, objectUrls: objectUrls.size })

/** Starts to count timers and object URLs. Called before all other code of the page. */
export function countLeftovers(): void {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis
  const { createObjectURL, revokeObjectURL } = URL
  const countedTimeout = (run: () => void, ms?: number) => {
    const id = setTimeout(() => {
      timers.delete(id)
      run()
    }, ms)
    timers.add(id)
    return id
  }
  const countedInterval = (run: () => void, ms?: number) => {
    const id = setInterval(run, ms)
    timers.add(id)
    return id
  }
  const countedClear = (clear: (id: number) => void) => (id: number) => {
    timers.delete(id)
    clear(id)
  }
  Object.assign(globalThis, {
    setTimeout: countedTimeout,
    setInterval: countedInterval,
    clearTimeout: countedClear(clearTimeout),
    clearInterval: countedClear(clearInterval),
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
