/** What a model accepts. */
export interface VideoModel {
  /** Lengths it makes, in seconds. */
  seconds: readonly number[]
  /** Frame sizes it makes, `WIDTHxHEIGHT` in pixels. */
  sizes: readonly string[]
}

/**
 * The documented limits of CometAPI's Wan models, to build forms from. Lengths default to 5 s, sizes to 1920x1080.
 * A fact sheet, not a gate: the client sends what it is given and the API decides.
 *
 * @see https://apidoc.cometapi.com
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
