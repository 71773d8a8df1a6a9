import type { CompletedVideoTask } from '../../core/task/videoTask.js'
import type { VideoProxyUser } from '../calls.js'
import type { VideoArchiveStore } from './archiveStore.js'

/** How films are kept beyond the time for which the API has them. */
export interface VideoProxyArchive {
  /** Where they are kept. Instances that share one keep each film once. */
  store: VideoArchiveStore
  /**
   * Whether a film is kept, asked before each attempt and again before the film can be seen: only `true` keeps it. A throw is
   * tried again later. An app whose user has left returns `false`.
   * @default every film is kept
   */
  keep?: ((film: VideoProxyFilm) => boolean | Promise<boolean>) | undefined
  /**
   * How long a film is kept, in ms. It is deleted after that, and not kept again. A clock that is wrong for less than ten
   * minutes deletes nothing.
   * @default for good
   */
  retention?: number | undefined
  /** The largest film that is kept, in bytes: an API that sends without end fills no disk. @default 4294967296 (4 GiB) */
  maxBytes?: number | undefined
  /**
   * The URL of a film in a public bucket or behind a CDN, by its key in the store: tasks then name it as their `video_url`,
   * and everyone who knows it can watch the film.
   * @default undefined: films come from the content route, and `contentLinks` are made for it where they are set
   */
  publicUrl?: ((key: string) => string) | undefined
}

/** A finished film and its owner. */
export interface VideoProxyFilm {
  /** The task, with its public id. */
  task: CompletedVideoTask
  /**
   * Known from `tasks` in any case. Without it, `undefined` where the first reader is not known to be the owner: a
   * watcher for whom `authorize` returns `true`, and another user who reads a public task first.
   */
  user: VideoProxyUser | undefined
}
