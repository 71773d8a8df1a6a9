/** Shortest wait between healthy polls, in ms. Option: `floor` of `nextPoll`. */
export const MIN_POLL_INTERVAL_MS = 2_000

/** Longest wait between healthy polls, in ms. Option: `cap` of `nextPoll`. */
export const MAX_POLL_INTERVAL_MS = 15_000

/** Shortest wait while the page is hidden, in ms. */
export const HIDDEN_POLL_INTERVAL_MS = 45_000

/** Shortest time between two polls because the page became visible, in ms: flipping through tabs costs no more. */
export const MIN_FOCUS_INTERVAL_MS = 6_000

/** Shortest wait while the device is offline, in ms. */
export const OFFLINE_POLL_INTERVAL_MS = 60_000

/** A task without a change for this long is `stalled`, in ms: 30 minutes. Option: `pollDeadline`. */
export const POLL_DEADLINE_MS = 1_800_000

/** A task that is called completed without a URL and without content for this long is `stalled`, in ms: 2 minutes. */
export const CONTENT_DEADLINE_MS = 120_000

/** A poll without a complete response after this long has failed, in ms. Option: `timeout` of `createVideoClient`. */
export const REQUEST_TIMEOUT_MS = 30_000

/** Polls in flight at the same time, of the 6 that browsers open to one host over HTTP/1.1. Option: `maxConcurrentRequests`. */
export const MAX_CONCURRENT_REQUESTS = 4

/** Wait after the first failed poll, in ms. It doubles with each failure in a row. */
export const RETRY_DELAY_MS = 2_000

/** Longest wait after a failed poll, in ms, unless the server asks for more. */
export const MAX_RETRY_DELAY_MS = 60_000

/** Longest wait of a poll because a server asked for it, in ms: 10 minutes, also where it asked for more. */
export const MAX_RETRY_AFTER_MS = 600_000

/** Polls of an id the API does not know yet, before the id counts as wrong: waits of 2 + 4 + 8 + 16 s. */
export const UNKNOWN_ID_ATTEMPTS = 4

/** The first poll of a task retries within this time before its failure is reported, in ms. */
export const FIRST_ANSWER_TIMEOUT_MS = 10_000

/** A longer pause between two polls means that the device slept or its clock was set, in ms. */
export const MAX_POLL_GAP_MS = 120_000

/** Share of a wait that jitter may take off, or add to a wait the server asked for. */
export const JITTER_SHARE = 0.1

/** Cost of one request to the adaptive interval, in ms of detection latency. Lower values poll more often. */
export const REQUEST_COST_MS = 460

/** Steps into which the adaptive interval divides the time up to its cap. */
export const INTERVAL_STEPS = 60

/** Time between two requests after a limit, in ms: 4 a second, half as many after each further limit. */
export const LIMITED_PACE_MS = 250

/** Longest time between two requests after several limits, in ms. */
export const MAX_LIMITED_PACE_MS = 16_000

/** How long cache writes are collected after a single one, in ms: one change shows fast. */
export const SINGLE_WRITE_WINDOW_MS = 50

/** How long cache writes are collected after a batch, in ms: many changes render rarely. */
export const BATCH_WINDOW_MS = 250
