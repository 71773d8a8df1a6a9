/** Lengths and sizes that a model accepts. */
export interface VideoModel {
  /** Lengths, in seconds. */
  seconds: readonly number[]
  /** Frame sizes, `WIDTHxHEIGHT` in pixels. */
  sizes: readonly string[]
}

/**
 * The documented lengths and sizes of CometAPI's Wan models, to build forms from. The default length is 5 s, the default
 * size 1920x1080. The client sends any other value as well, and the API decides.
 *
 * @see https://apidoc.cometapi.com
 * @example
 * ```ts
 * import { videoModels } from 'react-video-task/client'
 *
 * const { seconds, sizes } = videoModels['wan2.6']
 * console.log(`${seconds.join(', ')} s in ${sizes.length} sizes`)
 * ```
 */
export const videoModels = {
  'wan2.6': {
    seconds: [5, 10, 15],
    sizes: [
      '1280x720',
      '720x1280',
      '1088x832',
      '832x1088',
      '1920x1080',
      '1080x1920',
      '1440x1440',
      '1632x1248',
      '1248x1632',
    ],
  },
  'wan2.7': {
    seconds: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    sizes: ['1280x720', '720x1280', '1920x1080', '1080x1920', '1440x1440'],
  },
} as const satisfies Record<string, VideoModel>
