import { perQueryClient } from '../../query/perQueryClient.js'

/** A frame of a video, kept in memory, and the video's length in seconds. */
export interface FramePoster {
  frame: HTMLCanvasElement
  length: number
  /** Whether it was sent as the still of the video. */
  isSent?: boolean
}

/** More frames than these are not kept: the one shown the longest ago goes first. */
const MAX_POSTERS = 32

/** The frames of a page's videos, by scope and id. */
export const framePostersOf = perQueryClient(() => {
  const posters = new Map<string, FramePoster>()
  return {
    get: (key: string) => {
      const poster = posters.get(key)
      if (poster) {
        posters.delete(key)
        posters.set(key, poster)
      }
      return poster
    },
    set: (key: string, poster: FramePoster) => {
      posters.set(key, poster)
      const [oldest] = posters.keys()
      if (posters.size > MAX_POSTERS && oldest !== undefined) posters.delete(oldest)
    },
  }
})
