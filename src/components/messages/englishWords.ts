import type {
  VideoTaskFormMessages,
  VideoTaskMessages,
  VideoTaskReferencesMessages,
  VideoTaskShareMessages,
} from '../../core/messages.js'

/** States of a watch, in English. */
export const stateWords: Pick<VideoTaskMessages, 'state'> = {
  state: {
    idle: 'No video yet',
    loading: 'Loading',
    queued: 'In line',
    in_progress: 'Making your video',
    completed: 'Ready',
    expired: 'Link expired',
    notLoading: 'Not loading',
    unplayable: 'Cannot play here',
    deleted: 'Deleted',
    failed: 'Not made',
    error: 'Not made',
    unreachable: 'Connection lost',
    refused: 'Unavailable',
    stalled: 'Stuck',
  },
}

/** Title of a video without one, in English. */
export const titleWords: Pick<VideoTaskMessages, 'untitled'> = {
  untitled: 'Untitled video',
}

/** Label of the play button, in English. */
export const playerWords: Pick<VideoTaskMessages, 'play'> = {
  play: (title) => `Play: ${title}`,
}

/** Text of cards, in English. */
export const cardWords: Pick<VideoTaskMessages, 'empty'> = {
  empty: 'Your video appears here',
}

/** Times beside progress bars, in English. */
export const timeWords: Pick<VideoTaskMessages, 'waiting' | 'timeLeft' | 'timeLeftUnder' | 'almostDone'> = {
  waiting: (time) => `Waiting ${time}`,
  timeLeft: (range) => `About ${range} left`,
  timeLeftUnder: (time) => `Under ${time} left`,
  almostDone: 'Almost done',
}

/** Label of the steps, in English. */
export const stepsWords: Pick<VideoTaskMessages, 'steps'> = {
  steps: 'Progress',
}

/** Screen reader announcements, in English. */
export const announcementWords: Pick<VideoTaskMessages, 'announcements'> = {
  announcements: {
    started: (titles) => `${titles}: started.`,
    progress: (titles, { percent }) => `${titles}: ${percent} done.`,
    completed: (titles, { count }) => `${titles} ${count === 1 ? 'is' : 'are'} ready.`,
    failed: (titles) => `${titles} could not be made.`,
    stalled: (titles, { percent }) => `${titles}: stuck${percent && ` at ${percent}`}.`,
    unreachable: (titles) => `${titles}: connection lost, trying again.`,
    refused: (titles) => `${titles}: unavailable.`,
    back: (titles) => `${titles}: back online.`,
    expired: (titles) => `${titles}: link expired.`,
    notLoading: (titles) => `${titles}: not loading.`,
    unplayable: (titles) => `${titles} cannot be played in this browser.`,
  },
}

/** When a failed poll is retried, in English. */
export const outageWords: Pick<VideoTaskMessages, 'retrying'> = {
  retrying: (time) => (time ? `Trying again in ${time}.` : 'Trying again.'),
}

/** Text of the download button, in English. */
export const downloadWords: Pick<VideoTaskMessages, 'download' | 'downloadFailed' | 'openVideo'> = {
  download: 'Download',
  downloadFailed: 'Could not download.',
  openVideo: 'Open in a new tab',
}

/** Text of downloads in the page, in English. */
export const pageDownloadWords: Pick<VideoTaskMessages, 'downloading' | 'cancelDownload' | 'downloadSaved'> =
  {
    downloading: (percent) => `Downloading ${percent}`.trimEnd(),
    cancelDownload: 'Cancel download',
    downloadSaved: 'Saved',
  }

/** Text of the copy link button, in English. */
export const copyWords: Pick<VideoTaskMessages, 'copyLink' | 'linkCopied' | 'copyFailed'> = {
  copyLink: 'Copy link',
  linkCopied: 'Copied',
  copyFailed: 'Could not copy',
}

/** Labels of the refresh button, in English. */
export const refreshButtonWords: Pick<VideoTaskMessages, 'refresh' | 'refreshLink'> = {
  refresh: 'Check now',
  refreshLink: 'Refresh link',
}

/** Label of the retry button, in English. */
export const retryButtonWords: Pick<VideoTaskMessages, 'retry'> = {
  retry: 'Try again',
}

/** Labels of a card's further actions, in English. */
export const actionWords: Pick<VideoTaskMessages, 'editPrompt' | 'again' | 'remove' | 'undo'> = {
  editPrompt: 'Edit prompt',
  again: 'Make again',
  remove: 'Delete',
  undo: 'Undo',
}

/** Name of a menu, in English. */
export const menuWords: Pick<VideoTaskMessages, 'moreActions'> = {
  moreActions: 'More actions',
}

/** Labels of the notifications button, in English. */
export const notifyWords: Pick<VideoTaskMessages, 'notifyMe' | 'notifyDenied'> = {
  notifyMe: 'Notify me when ready',
  notifyDenied: 'Notifications are off for this site. Turn them on in the browser’s settings.',
}

/** Text of the large view, in English. */
export const viewerWords: Pick<VideoTaskMessages, 'viewer'> = {
  viewer: {
    position: (number, total) => `${number} of ${total}`,
    previous: 'Previous video',
    next: 'Next video',
    close: 'Close',
  },
}

/** Label and counts of lists, in English. */
export const listWords: Pick<VideoTaskMessages, 'list' | 'counts'> = {
  list: 'Videos',
  counts: {
    completed: (count) => `${count} ready`,
    failed: (count) => `${count} not made`,
    deleted: (count) => `${count} deleted`,
    left: (count) => `${count} to go`,
  },
}

/** Text of the create form, in English. */
export const formWords: VideoTaskFormMessages = {
  model: 'Model',
  prompt: 'Prompt',
  seconds: 'Length',
  size: 'Frame size',
  aspect_ratio: 'Aspect ratio',
  resolution: 'Resolution',
  promptPlaceholder: 'Describe your video',
  modelDefault: 'Model default',
  characters: (count, max) => (max === undefined ? `Characters: ${count}` : `${count} of ${max} characters`),
  secondsRange: (min, max) => `${min} to ${max} seconds`,
  modelMissing: 'Choose a model.',
  promptMissing: 'Describe the video.',
  promptTooLong: (excess) => `The prompt is too long by ${excess} character${excess === '1' ? '' : 's'}.`,
  secondsOutOfRange: (model, min, max) => `${model} makes videos of ${min} to ${max} whole seconds.`,
  notOffered: (model, value) => `${model} does not offer ${value}. Choose another value.`,
  notSent: (model, value) => `${value} is not sent: ${model} has no such setting.`,
  refused: 'The video service does not accept this value.',
  submit: 'Create video',
  creating: 'Creating the video…',
  uploading: 'Uploading',
  cancelUpload: 'Cancel upload',
  uploadCancelled: 'The upload was cancelled. No video was made.',
  created: 'The video is being made.',
  price: (amount) => `List price: ${amount}`,
}

/** Text of the actions of public links, in English. */
export const shareWords: VideoTaskShareMessages = { share: 'Share', unshare: 'Stop sharing' }

/** Text of the reference pictures, in English. */
export const referencesWords: VideoTaskReferencesMessages = {
  label: 'Reference images',
  add: 'Add images',
  note: (types, megabytes) => `${types}, up to ${megabytes} MB each. Choose, drop or paste.`,
  count: (count, max) => `${count} of ${max}`,
  roles: { first_frame: 'First frame', last_frame: 'Last frame' },
  image: (position) => `Image ${position}`,
  earlier: (name) => `Move ${name} earlier`,
  later: (name) => `Move ${name} later`,
  remove: (name) => `Remove ${name}`,
  added: (names) => `Added ${names}.`,
  removed: (name) => `Removed ${name}.`,
  moved: (name, position, total) => `${name} is now ${position} of ${total}.`,
  problems: {
    unsupported: (model) => `Not sent: ${model} takes no images.`,
    wrong_type: (model, types) => `${model} takes ${types}.`,
    too_large: (megabytes) => `Larger than ${megabytes} MB.`,
    too_many: (model, max) => `${model} takes ${max === '1' ? 'one image' : `up to ${max} images`}.`,
  },
  otherSize: (model, size, expected) => `${size} pixels: ${model} expects ${expected}, as the video has.`,
  refusals: {
    not_image: (names) => `Not an image: ${names}.`,
    duplicate: (names) => `Already added: ${names}.`,
    too_large: (names, megabytes) => `Larger than ${megabytes} MB: ${names}.`,
    too_many: (names) => `Too many images, so not added: ${names}.`,
    unreadable: (names) => `Could not be read: ${names}.`,
  },
  misfit: 'Remove the marked images, or choose another model.',
  reading: 'Checking the images…',
  thisModel: 'This model',
}
