import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'

/** What is said of what stands in the way, in English. */
export const errorWords: Pick<
  VideoTaskMessages,
  'noNews' | 'stalled' | 'retrying' | 'expired' | 'requestId'
> = {
  noNews: (time) => `No news for ${time}`,
  stalled: 'Nothing has changed for a long time, so watching has paused.',
  retrying: 'It is tried again by itself.',
  expired: 'This link has expired, or the video cannot be played here.',
  requestId: 'Request',
}
