import type { Bytes } from '../http/bodyStream.js'

/** An MP4 of about four seconds. */
interface Clip {
  name: string
  bytes: Bytes
}

// Dynamic imports keep the import of the emulator light: a clip is loaded with the first video.
const CLIPS = [
  { name: 'landscape16x9', ratio: 16 / 9, load: async () => (await import('./landscape16x9.js')).landscape16x9 },
  { name: 'portrait9x16', ratio: 9 / 16, load: async () => (await import('./portrait9x16.js')).portrait9x16 },
  { name: 'landscape17x13', ratio: 17 / 13, load: async () => (await import('./landscape17x13.js')).landscape17x13 },
  { name: 'portrait13x17', ratio: 13 / 17, load: async () => (await import('./portrait13x17.js')).portrait13x17 },
  { name: 'square1x1', ratio: 1, load: async () => (await import('./square1x1.js')).square1x1 },
]

/** Loads the clip whose aspect ratio is nearest to a size such as `1920x1080` or a ratio such as `16:9`. */
export async function loadClip(size: string): Promise<Clip> {
  const [width = 16, height = 9] = (size === '' ? '16:9' : size).split(/[x:]/).map(Number)
  const distance = (ratio: number) => Math.abs(Math.log((ratio * height) / width))
  const nearest = CLIPS.reduce((best, clip) => (distance(clip.ratio) < distance(best.ratio) ? clip : best))
  const base64 = await nearest.load()
  return { name: nearest.name, bytes: Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)) }
}
