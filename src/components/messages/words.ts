import type { VideoTaskMessages } from '../../core/messages.js'

/** Where a watch stands, in English. */
export const stateWords: Pick<VideoTaskMessages, 'state'> = {
  state: {
    idle: 'No video yet',
    loading: 'Loading',
    queued: 'Queued',
    in_progress: 'Rendering',
    completed: 'Ready',
    expired: 'Expired',
    failed: 'Failed',
    error: 'Failed',
    unreachable: 'Not responding',
    stalled: 'Stalled',
  },
}

/** What the videos of a page are called, in English. */
export const titleWords: Pick<VideoTaskMessages, 'untitled'> = {
  untitled: 'Video',
}

/** What progress bars say, in English. */
export const progressWords: Pick<VideoTaskMessages, 'progress' | 'timeLeft'> = {
  progress: 'Video progress',
  timeLeft: (range) => `about ${range} left`,
}

/** The name of the steps, in English. */
export const stepsWords: Pick<VideoTaskMessages, 'steps'> = {
  steps: 'Steps',
}

/** What a screen reader says at milestones, in English. */
export const announcementWords: Pick<VideoTaskMessages, 'announcements'> = {
  announcements: {
    started: (title) => `${title}: rendering has started.`,
    progress: (title, percent) => `${title}: ${percent}.`,
    completed: (title) => `${title}: the video is ready.`,
    failed: (title) => `${title}: the video could not be made.`,
  },
}

/** What is said of what stands in the way, in English. */
export const errorWords: Pick<
  VideoTaskMessages,
  'noUpdates' | 'stalled' | 'retrying' | 'expired' | 'requestId'
> = {
  noUpdates: (time) => `No update for ${time}`,
  stalled: 'No progress for a long time. Automatic checks are paused.',
  retrying: 'Retrying automatically.',
  expired: 'The link has expired, or this browser cannot play the video.',
  requestId: 'Request ID',
}

/** What downloads say, in English. */
export const downloadWords: Pick<
  VideoTaskMessages,
  'download' | 'downloading' | 'cancelDownload' | 'downloadSaved' | 'downloadFailed' | 'openVideo'
> = {
  download: 'Download',
  downloading: (percent) => `Downloading ${percent}`.trimEnd(),
  cancelDownload: 'Cancel download',
  downloadSaved: 'Saved',
  downloadFailed: 'Download failed.',
  openVideo: 'Open video',
}

/** What copying says, in English. */
export const copyWords: Pick<VideoTaskMessages, 'copyLink' | 'linkCopied' | 'copyFailed'> = {
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  copyFailed: 'Could not copy',
}

/** The labels of asking anew, in English. */
export const refreshButtonWords: Pick<VideoTaskMessages, 'refresh' | 'refreshLink'> = {
  refresh: 'Check again',
  refreshLink: 'Refresh link',
}

/** The label of making a video again, in English. */
export const retryButtonWords: Pick<VideoTaskMessages, 'retry'> = {
  retry: 'Try again',
}

/** What the switch of notifications says, in English. */
export const notifyWords: Pick<VideoTaskMessages, 'notifyMe' | 'notifyDenied'> = {
  notifyMe: 'Notify me when it is ready',
  notifyDenied: 'Notifications are blocked in this browser',
}

/** What lists say, in English. */
export const listWords: Pick<VideoTaskMessages, 'list' | 'settled'> = {
  list: 'Videos',
  settled: (settled, total) => `${settled} of ${total} done`,
}
