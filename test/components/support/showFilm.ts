import { onTestFinished } from 'vitest'

/** The pixels of a frame that have a colour, from the corner on; the others are black. */
interface Light {
  pixels: number
  colour?: readonly [red: number, green: number, blue: number]
}

interface FilmOptions {
  width?: number
  height?: number
  /** Its length, in seconds. */
  duration?: number
  /** Its frame at a second; `secret` where the page may not read its pixels. @default white */
  frameAt?: (second: number) => Light | 'secret'
  /** How the browser answers a new position. */
  seekEnd?: string
}

/** More pixels than any frame of a test has: a browser has such a limit too. */
const MAX_PIXELS = 1_000_000

interface Picture {
  second: number
  /** Where it is on the canvas. */
  box: readonly number[]
}

/**
 * Gives all videos of a page this film, and its canvases the frames that are drawn of it: jsdom plays and draws nothing.
 * Once the test is over they are as before.
 */
export function showFilm({
  width = 100,
  height = 100,
  duration = 8.1,
  frameAt = () => ({ pixels: width * height }),
  seekEnd = 'seeked',
}: FilmOptions = {}) {
  const film = { position: 0, isPaused: true, drawn: [] as number[], isDrawable: true }
  const pictures = new WeakMap<HTMLCanvasElement, Picture>()
  const contextOf = (canvas: HTMLCanvasElement) => ({
    canvas,
    drawImage(source: HTMLVideoElement | HTMLCanvasElement, ...box: number[]) {
      if (!('getContext' in source)) film.drawn.push(film.position)
      const second = 'getContext' in source ? pictures.get(source)?.second : film.position
      pictures.set(canvas, { second: second ?? -1, box })
    },
    getImageData(left: number, top: number, columns: number, rows: number) {
      if (columns * rows > MAX_PIXELS) throw new RangeError('Out of memory at ImageData creation.')
      const frame = frameAt(pictures.get(canvas)?.second ?? 0)
      if (frame === 'secret') throw new DOMException('The canvas has been tainted.', 'SecurityError')
      const { pixels, colour = [255, 255, 255] } = frame
      const data = new Uint8ClampedArray(columns * rows * 4)
      for (let index = 0; index < columns * rows; index++) {
        const [x, y] = [left + (index % columns), top + Math.floor(index / columns)]
        const isLit = x < canvas.width && y * canvas.width + x < pixels
        data.set([...(isLit ? colour : [0, 0, 0]), 255], index * 4)
      }
      return { data }
    },
  })
  replace(HTMLCanvasElement.prototype, {
    getContext: {
      value(this: HTMLCanvasElement) {
        return film.isDrawable ? contextOf(this) : null
      },
    },
  })
  replace(HTMLVideoElement.prototype, {
    videoWidth: { get: () => width },
    videoHeight: { get: () => height },
  })
  replace(HTMLMediaElement.prototype, {
    duration: { get: () => duration },
    paused: { get: () => film.isPaused },
    currentTime: {
      get: () => film.position,
      set(this: HTMLMediaElement, second: number) {
        film.position = second
        queueMicrotask(() => this.dispatchEvent(new Event(seekEnd)))
      },
    },
  })
  return Object.assign(film, {
    /** The frame that covers the page's only video: its size, its second, and where it is; undefined where there is none. */
    shown: () => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.video-task-poster')
      if (!canvas || canvas.width === 0) return undefined
      return { size: [canvas.width, canvas.height], ...pictures.get(canvas) }
    },
  })
}

/** Replaces properties of an object until the test is over. */
export function replace(target: object, properties: PropertyDescriptorMap): void {
  for (const [name, property] of Object.entries(properties)) {
    const before = Object.getOwnPropertyDescriptor(target, name)
    Object.defineProperty(target, name, { configurable: true, ...property })
    onTestFinished(() => {
      if (before) Object.defineProperty(target, name, before)
      else Reflect.deleteProperty(target, name)
    })
  }
}
