import type { VideoTaskMessages } from '../../core/messages.js'

/** Text of error messages, in English. Apart from the other words, which a page has before an error. */
export const errorWords: Pick<
  VideoTaskMessages,
  'noUpdates' | 'stalled' | 'tryAgain' | 'expired' | 'notLoading' | 'unplayable' | 'requestId'
> = {
  noUpdates: (time) => `No update for ${time}`,
  stalled: 'We stopped checking. Your video may still finish.',
  tryAgain: (time) => `Try again ${time}.`,
  expired: 'The link to this video ran out.',
  notLoading: 'The video does not load.',
  unplayable: 'This browser cannot play the video.',
  requestId: 'Reference',
}
