import type { VideoTaskErrorMessages } from './errors/describeVideoTaskError.js'
import type { VideoTaskState } from './task/videoTaskState.js'

/** Every string the components show or speak: one language. Times, percentages and ranges come already written in `locale`. */
export interface VideoTaskMessages {
  /** BCP 47 tag that numbers and times are written in, such as `en` or `zh-Hans`. */
  locale: string
  /** Where a watch stands, in a word or two. */
  state: Record<VideoTaskState, string>
  /** What a video without title and prompt is called. */
  untitled: string
  /** Name of the progress bar for assistive technology. */
  progress: string
  /** Name of the list of steps for assistive technology. */
  steps: string
  /** How long a video still takes; `range` is such as `1–2 min`. */
  timeLeft: (range: string) => string
  /** For how long nothing was heard of a video; `time` is such as `3 min`. */
  noUpdates: (time: string) => string
  /** What a screen reader says at a milestone; `percent` is such as `50%`. */
  announcements: {
    started: (title: string) => string
    progress: (title: string, percent: string) => string
    completed: (title: string) => string
    failed: (title: string) => string
  }
  /** Why watching has paused. */
  stalled: string
  /** What happens while a state could not be learnt and is asked for again. */
  retrying: string
  /** Why a finished video does not play. */
  expired: string
  /** Stands before the provider's id of a request. */
  requestId: string
  /** The button that asks at once, after a stall or an outage. */
  refresh: string
  /** The button that has a failed video made again. */
  retry: string
  /** The button that asks for a fresh address of an expired video. */
  refreshLink: string
  /** The button that saves the video. */
  download: string
  /** How far a download has come; `percent` is such as `45%`, or empty where the size is unknown. */
  downloading: (percent: string) => string
  /** The button that ends a download in the page. */
  cancelDownload: string
  /** What became of a download that a browser does not tell of itself. */
  downloadSaved: string
  /** What is said of one that did not arrive. */
  downloadFailed: string
  /** Name of the link that opens the video in a tab of its own, where it could not be downloaded. */
  openVideo: string
  /** The button that copies the video's address. */
  copyLink: string
  /** What stands there for a moment after it did. */
  linkCopied: string
  /** The same where the browser did not allow it. */
  copyFailed: string
  /** Name of a list of videos. */
  list: string
  /** How many of a list have ended; both numbers are written out. */
  settled: (settled: string, total: string) => string
  /** Name of the switch that asks to be told of the end. */
  notifyMe: string
  /** What the switch says where notifications were refused. */
  notifyDenied: string
  /** Title of a notification. */
  notification: { completed: string; failed: string }
  /** A sentence for every problem; English where it is left out. */
  errors?: Partial<VideoTaskErrorMessages> | undefined
}

/** Titles of the notifications of an end, in English. Apart from the other words, since a hook needs these alone. */
export const englishNotification = {
  completed: 'Your video is ready',
  failed: 'Your video could not be made',
}
