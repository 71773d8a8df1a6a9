import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'

/** What lists say, in English. */
export const listWords: Pick<VideoTaskMessages, 'list' | 'settled'> = {
  list: 'Videos',
  settled: (settled, total) => `${settled} of ${total} done`,
}
