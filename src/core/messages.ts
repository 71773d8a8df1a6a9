import type { VideoTaskOwnErrorMessages } from './errors/englishErrorMessages.js'
import type { VideoTaskState } from './task/videoTaskState.js'

/** Text of the components in one language. Times, percentages and ranges arrive formatted in `locale`. */
export interface VideoTaskMessages {
  /** BCP 47 tag for numbers and times, such as `en` or `zh-Hans`. */
  locale: string
  /**
   * How `Intl` writes the units of seconds and hours, such as `11s` or `11 sec`; minutes are always short. @default 'narrow'
   */
  units?: 'narrow' | 'short' | undefined
  /**
   * States of a watch, in a word or two each; `refused` is `unreachable` when it is not retried, and `notLoading` is
   * `expired` when it is not known whether the link has expired.
   */
  state: Record<VideoTaskState | 'refused' | 'notLoading', string>
  /** Text of the empty frame before there is a video. */
  empty: string
  /** Accessible name of the button that plays a video. */
  play: (title: string) => string
  /** Title of a video without title and prompt. */
  untitled: string
  /** Accessible name of the list of steps. */
  steps: string
  /** Time waited in the queue; `time` is such as `11s` or `1 min 12s`. */
  waiting: (time: string) => string
  /** Estimated time left; `range` is such as `1–2 min`. */
  timeLeft: (range: string) => string
  /** Estimated time left where only its upper end is certain; `time` is such as `35s`. */
  timeLeftUnder: (time: string) => string
  /** Estimated time left of a few seconds. */
  almostDone: string
  /** Time since the last update of a stalled or unreachable task; `time` is such as `3 min`. */
  noUpdates: (time: string) => string
  /** Screen reader announcements: the milestones of a video, and what interrupts it. */
  announcements: Record<
    | 'started'
    | 'progress'
    | 'completed'
    | 'failed'
    | 'stalled'
    | 'unreachable'
    | 'refused'
    | 'back'
    | 'expired'
    | 'notLoading'
    | 'unplayable',
    VideoTaskAnnouncement
  >
  /** Why polling of a stalled task has paused. */
  stalled: string
  /** When a failed poll is retried; `time` is such as `8s`, or empty while it is. */
  retrying: (time: string) => string
  /** What to do once a wait is over that the server asked for; `time` is such as `in 10 hours` or `tomorrow`. */
  tryAgain: (time: string) => string
  /** Why a completed video does not play: its link ran out. */
  expired: string
  /** That a completed video does not play, where it is not known why. */
  notLoading: string
  /** Why a completed video does not play: the browser cannot decode it. */
  unplayable: string
  /** Label of the provider's request id. */
  requestId: string
  /** Label of the refresh button, after a stall or an outage. */
  refresh: string
  /** Label of the retry button, which creates a failed video again. */
  retry: string
  /** Label of the button that edits a video's prompt. */
  editPrompt: string
  /** Label of the action that makes a finished video again. */
  again: string
  /** Label of the action that deletes a video. */
  remove: string
  /** Label of the button that takes a deletion back. */
  undo: string
  /** Accessible name of the menu of further actions. */
  moreActions: string
  /** Label of the refresh button when the video's link has expired. */
  refreshLink: string
  /** Label of the download link or button. */
  download: string
  /** Progress of a download; `percent` is such as `45%`, or empty when the size is unknown. */
  downloading: (percent: string) => string
  /** Label of the button that cancels a download in the page. */
  cancelDownload: string
  /** Shown for a moment after a download in the page succeeded. */
  downloadSaved: string
  /** Shown after a download in the page failed. */
  downloadFailed: string
  /** Label of the link that opens the video in a new tab after a failed download. */
  openVideo: string
  /** Label of the button that copies the video's link. */
  copyLink: string
  /** Shown for a moment after the link was copied. */
  linkCopied: string
  /** Shown for a moment when the browser did not allow copying. */
  copyFailed: string
  /** Accessible name of a list of videos. */
  list: string
  /** How many videos of a list are ready, were not made, were deleted and are still to come. */
  counts: Record<'completed' | 'failed' | 'deleted' | 'left', VideoTaskCount>
  /** Text of the large view of a list's videos; `position` is such as `3 of 12`, of two formatted numbers. */
  viewer: {
    position: (number: string, total: string) => string
    previous: string
    next: string
    close: string
  }
  /** Label of the button that switches notifications on and off. */
  notifyMe: string
  /** Label of that button when notifications are blocked. */
  notifyDenied: string
  /** Titles of notifications. */
  notification: { completed: string; failed: string }
  /** Text of the create form. @default English */
  form?: Partial<VideoTaskFormMessages> | undefined
  /** Text of the actions of public links. @default English */
  share?: Partial<VideoTaskShareMessages> | undefined
  /** Text of the reference pictures. @default English */
  references?: Partial<VideoTaskReferencesMessages> | undefined
  /** Error messages by kind, and by `code` for refusals of the app's own. @default English */
  errors?: VideoTaskOwnErrorMessages | undefined
}

/**
 * Announces one thing of one or more videos. `titles` is a list such as `Fox and Lake`, `count` the number of videos,
 * `percent` is such as `50%`, or empty where it is unknown.
 */
export type VideoTaskAnnouncement = (titles: string, details: { count: number; percent: string }) => string

/** Text of a number of videos. `count` arrives formatted, `value` is the same as a number, for plural forms. */
export type VideoTaskCount = (count: string, value: number) => string

/** Text of the actions of public links in one language. */
export interface VideoTaskShareMessages {
  /** Makes a public link of a video. */
  share: string
  /** Revokes it. */
  unshare: string
}

/** Text of the create form in one language. Numbers and values arrive formatted in `locale`. */
export interface VideoTaskFormMessages {
  /** Labels of the fields. */
  model: string
  prompt: string
  seconds: string
  size: string
  aspect_ratio: string
  resolution: string
  /** Placeholder of the prompt. */
  promptPlaceholder: string
  /** Option of a list that leaves the value to the model. */
  modelDefault: string
  /** Length of the prompt; `max` is undefined without a limit. */
  characters: (count: string, max: string | undefined) => string
  /** Lengths that a model makes. */
  secondsRange: (min: string, max: string) => string
  /** Error of an empty field for the model. */
  modelMissing: string
  /** Error of a blank prompt. */
  promptMissing: string
  /** Error of a prompt that is too long by some characters. */
  promptTooLong: (excess: string) => string
  /** Error of a length outside of the range. */
  secondsOutOfRange: (model: string, min: string, max: string) => string
  /** Error of a value that is not in the model's list, such as after a change of the model. */
  notOffered: (model: string, value: string) => string
  /** Note on a value that is kept, and not sent, because the model has no such parameter. */
  notSent: (model: string, value: string) => string
  /** Error of a value that the API refused. */
  refused: string
  /** Label of the button that creates the video. */
  submit: string
  /** Shown and announced while the create is pending. */
  creating: string
  /** Label of the progress of an upload. */
  uploading: string
  /** Label of the button that cancels an upload. */
  cancelUpload: string
  /** Shown and announced once an upload was cancelled. */
  uploadCancelled: string
  /** Shown and announced once the video was created. */
  created: string
  /** The vendor's list price of what would be created; `amount` is money, such as `$0.40`. */
  price: (amount: string) => string
}

/** Text of the reference pictures in one language. Numbers arrive formatted in `locale`; `names` are of one or more files. */
export interface VideoTaskReferencesMessages {
  /** Label of the pictures. */
  label: string
  /** Label of the button that opens the file picker. */
  add: string
  /** What can be added: `types` is such as `JPEG, PNG, WebP`. */
  note: (types: string, megabytes: string) => string
  /** How many pictures a create sends, of the most that the model takes. */
  count: (count: string, max: string) => string
  /** What a model takes a picture for, by role. */
  roles: Readonly<Record<string, string>>
  /** What a prompt calls a picture without a role. */
  image: (position: string) => string
  /** Labels of the buttons of a picture. */
  earlier: (name: string) => string
  later: (name: string) => string
  remove: (name: string) => string
  /** Announcements. */
  added: (names: string) => string
  removed: (name: string) => string
  moved: (name: string, position: string, total: string) => string
  /** Why the model does not take a picture that is kept. */
  problems: {
    unsupported: (model: string) => string
    wrong_type: (model: string, types: string) => string
    too_large: (megabytes: string) => string
    too_many: (model: string, max: string) => string
  }
  /** Warning beside a picture that is sent: `size` and the frame size that the model expects, such as `1280 × 720`. */
  otherSize: (model: string, size: string, expected: string) => string
  /** Why files were not added. */
  refusals: {
    not_image: (names: string) => string
    duplicate: (names: string) => string
    too_large: (names: string, megabytes: string) => string
    too_many: (names: string) => string
    unreadable: (names: string) => string
  }
  /** Error beside the pictures while one of them does not fit the model. */
  misfit: string
  /** Shown while files are checked. */
  reading: string
  /** Stands for the name of a model that the app does not name. */
  thisModel: string
}

/** Titles of notifications, in English. Apart from the other words, since a hook needs only these. */
export const englishNotification = {
  completed: 'Your video is ready',
  failed: 'Your video could not be made',
}

/** Returns the form of a word for a number, by the plural rules of a language with two forms. */
export function plural(locale: string, value: number, one: string, other: string): string {
  return new Intl.PluralRules(locale).select(value) === 'one' ? one : other
}
