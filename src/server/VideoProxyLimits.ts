/** What one model may be asked for. */
export interface VideoProxyModelLimits {
  /** Lengths that may be asked for, in seconds. @default any */
  seconds?: readonly number[] | undefined
  /** Frame sizes that may be asked for, `WIDTHxHEIGHT`. @default any */
  sizes?: readonly string[] | undefined
}

/** What a create may ask for at most; everything beyond is answered with 400 before the API is asked. */
export interface VideoProxyLimits extends VideoProxyModelLimits {
  /** The most characters of a prompt, counted as an input's `maxlength` counts them. @default any number */
  promptLength?: number | undefined
  /**
   * Models that may be asked for: their names, or an object of names with what each may make. `videoModels` of
   * `react-video-task/client` is such an object. `seconds` and `sizes` beside it hold for all models on top.
   * @default any
   */
  models?: readonly string[] | Readonly<Record<string, VideoProxyModelLimits>> | undefined
  /**
   * Names of further parameters that may be sent.
   * @default any where neither `seconds` nor `sizes` is limited, else none, because gateways take a length or a size
   *   under several names
   */
  params?: readonly string[] | undefined
}
