/** How an emulator behaves. */
export interface VideoEmulatorOptions {
  /**
   * The key callers must send as `Authorization: Bearer …`; `false` accepts anybody.
   *
   * @default 'sk-emulator'
   */
  apiKey?: string | false
  /**
   * Milliseconds from the create to the end of a task; about a seventh of it is spent in the queue.
   *
   * @default 20_000
   */
  duration?: number
  /**
   * The emulator's clock in milliseconds. Nothing in it waits, so a clock of your own makes time whatever you say.
   *
   * @default Date.now
   */
  now?: () => number
  /**
   * Milliseconds a `video_url` lives. Until then every retrieve gives the same URL, after that a new one.
   *
   * @default 3_600_000, an hour
   */
  urlLifetime?: number
  /**
   * Milliseconds of real time before each answer.
   *
   * @default 0
   */
  latency?: number
}
