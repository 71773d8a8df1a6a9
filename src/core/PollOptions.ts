import type { TypicalDuration } from './TypicalDuration.js'
import type { VideoTask } from './VideoTask.js'

/** What is known of a watched task: the part of a query's state that polling depends on. */
export interface PollState {
  /** The task as last learnt; undefined while nothing is known. */
  data: VideoTask | undefined
  /** Why the last poll could not learn the state; null when it could. */
  error: Error | null
  /** When the last answer landed, in ms; 0 for never. */
  dataUpdatedAt?: number | undefined
  /** When the last failure did, in ms; 0 for never. */
  errorUpdatedAt?: number | undefined
}

/** Where the watch runs. */
export interface PollEnvironment {
  /** Nobody can see the page. */
  hidden?: boolean | undefined
  /** The machine is not connected. */
  offline?: boolean | undefined
}

/** Settings of the policy. A time that no timer can wait for (0, negative, `NaN`, 2 ** 31 and more) counts as not given. */
export interface PollOptions {
  /**
   * Time between healthy polls, in ms, instead of the predicted one: a number, or a function that gives one. It is taken
   * as it is, without floor, cap and jitter; only a server that asks for more patience lengthens it.
   */
  interval?: number | ((state: PollState, environment: PollEnvironment) => number) | undefined
  /** Shortest predicted wait, in ms. @default 3000 */
  floor?: number | undefined
  /** Longest predicted wait, in ms; the floor wins where it is higher. @default 15000 */
  cap?: number | undefined
  /** How long tasks like this one take, as a duration store learnt it. */
  typical?: TypicalDuration | undefined
  /** The task's id: what tells its jitter from that of others before its first answer. */
  id?: string | undefined
}
