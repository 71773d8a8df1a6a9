import type { VideoEmulator } from '../VideoEmulator.js'

/** What a route may promise, one line of the check each. */
export type ProxyGuarantee =
  | 'routes'
  | 'smuggling'
  | 'cross-site'
  | 'anonymous'
  | 'owners'
  | 'key'
  | 'caller-headers'
  | 'upstream-headers'
  | 'upstream-texts'
  | 'request-id'
  | 'json-errors'
  | 'ranges'
  | 'unsatisfiable-range'
  | 'ranges-anyway'
  | 'head'
  | 'nosniff'
  | 'caching'
  | 'text-as-video'
  | 'redirects'
  | 'streaming'
  | 'abort'
  | 'poll-hints'
  | 'create-once'
  | 'shared-polls'

/** One line of the check. */
export interface ProxyCheckResult {
  guarantee: ProxyGuarantee
  /** The guarantee as a sentence. */
  about: string
  /** `'unknown'` where it could not be tried, and then `evidence` says what it would take. */
  kept: boolean | 'unknown'
  /** What was asked and what came back. */
  evidence: string
}

/** How a route is checked. */
export interface CheckVideoProxyOptions {
  /**
   * Where the route is mounted, up to what stands before `/videos`.
   *
   * @default 'https://app.test/api/v1', which a handler that is called directly answers like any other
   */
  baseURL?: string | undefined
  /** What shows that a caller is signed in: a cookie, a token. Requests as nobody go without. @default none */
  headers?: RequestInit['headers'] | undefined
  /** The same of another user, who must not see the first one's tasks. @default none, and owners are not checked */
  otherHeaders?: RequestInit['headers'] | undefined
  /** A completed task that the caller may see, for what needs a video where there is no emulator. @default none */
  taskId?: string | undefined
  /**
   * The emulator that the proxy's own `baseURL` leads to. With it the check makes tasks that go wrong on command and
   * sees what the API was asked. @default none, and those guarantees are unknown
   */
  emulator?: Pick<VideoEmulator, 'requests' | 'advance' | 'now'> | undefined
  /** The key the proxy sends to the API; it is looked for in every answer and sent nowhere. @default 'sk-emulator' */
  apiKey?: string | undefined
  /**
   * Fields of the tasks that are made on the emulator, where the proxy allows only some.
   *
   * @default { model: 'wan2.6', seconds: '5', size: '1280x720' }
   */
  params?: Readonly<Record<string, string>> | undefined
  /**
   * Makes tasks without first seeing that the emulator is behind the proxy. Only for a proxy that refuses unknown models
   * by itself: on the real API each task is billed.
   *
   * @default false
   */
  mayCreate?: boolean | undefined
}
