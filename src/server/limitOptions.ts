import type { VideoModelDefaults, VideoModelReferences } from '../core/models/videoModels.js'
import type { VideoProxyUser } from './calls.js'

/**
 * The most that a create may ask for; anything beyond is answered with 400 without a request to the API. A list of values
 * applies to all models, in addition to those of `models`.
 */
export interface VideoProxyLimits extends VideoProxyLimitedValues {
  /**
   * The most characters of a prompt, as an input's `maxlength` counts them: in UTF-16 code units, a line break once.
   * @default any number
   */
  promptLength?: number | undefined
  /**
   * Allowed models: their names, or an object of names with the limits of each. A model of `videoModels` (of
   * `react-video-task/client`) may do what its documentation allows and nothing else, a list of its own replaces the
   * documented one, and its documented defaults are written into creates that omit them.
   * @default any
   */
  models?: readonly string[] | Readonly<Record<string, VideoProxyModelLimits>> | undefined
  /**
   * Names of parameters that any model may be sent besides the documented ones (of a model that `videoModels` does not
   * list: `model`, `prompt`, `seconds`, `size`), exactly as callers write them. Their values are not checked.
   * @default any without another limit, else none, because gateways take a length, a size or a number of videos under many
   *   names
   */
  params?: readonly string[] | undefined
}

/** Allowed values, by parameter. */
export interface VideoProxyLimitedValues {
  /** Of `seconds`. @default any */
  seconds?: readonly number[] | undefined
  /** Of `size`. @default any */
  sizes?: readonly string[] | undefined
  /** Of `aspect_ratio`. @default any */
  aspectRatios?: readonly string[] | undefined
  /** Of `resolution`. @default any */
  resolutions?: readonly string[] | undefined
}

/** The limits of one model. Each defaults to what the documentation of the model says. */
export interface VideoProxyModelLimits extends VideoProxyLimitedValues {
  /** Values that are sent for parameters that a create omits. @default the documented ones, or the cheapest allowed */
  defaults?: VideoModelDefaults | undefined
  /** Length of every video, in seconds, where a create cannot choose it. */
  fixedSeconds?: number | undefined
  /** Images that may be sent as `input_reference`. */
  references?: VideoModelReferences | undefined
  /** Names of further parameters that this model may be sent. Their values are not checked. @default [] */
  params?: readonly string[] | undefined
}

/** How many videos each user may make in a day, which begins at 0:00 UTC. */
export interface VideoProxyQuota {
  /**
   * Where it is counted: a limiter of `rate-limiter-flexible`, in memory for one process or in Redis for several instances, or
   * another counter of these two functions.
   */
  counter: VideoProxyQuotaCounter
  /**
   * The most videos of a user in a day, or a function that returns it, such as by the user's plan.
   * @default `points` of the counter
   */
  limit?: number | ((user: VideoProxyUser) => number | Promise<number>) | undefined
}

/** Counts by key. A call changes the count and returns it in one step, so that two at the same time never see the same count. */
export interface VideoProxyQuotaCounter {
  /** The `limit`, where the quota names none. */
  readonly points?: number | undefined
  /** Adds to the count of a key, which begins at 0, and returns it. `customDuration` s after its first change it may be forgotten. */
  penalty(
    key: string,
    points: number,
    options: { customDuration: number },
  ): Promise<{ consumedPoints: number }>
  /** Takes off the count of a key. */
  reward(key: string, points: number, options: { customDuration: number }): Promise<unknown>
}
