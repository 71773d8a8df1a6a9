import { perQueryClient } from '../../query/perQueryClient.js'

/** A frame of a video, kept in memory, and the video's length in seconds. */
export interface FramePoster {
  frame: HTMLCanvasElement
  length: number
  /** Whether it was sent as the still of the video. */
  isSent?: boolean
}

/** The frames of a page's videos, by scope and id: the one shown the longest ago first. */
export const framePostersOf = perQueryClient(() => new Map<string, FramePoster>())
