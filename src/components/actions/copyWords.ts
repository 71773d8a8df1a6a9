import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'

/** What copying says, in English. */
export const copyWords: Pick<VideoTaskMessages, 'copyLink' | 'linkCopied' | 'copyFailed'> = {
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  copyFailed: 'Could not copy',
}
