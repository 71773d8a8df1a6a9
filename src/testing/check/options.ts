import type { VideoEmulator } from '../VideoEmulator.js'

/** Options of `checkVideoProxy`. */
export interface CheckVideoProxyOptions {
  /**
   * Base URL of the route: the part before `/videos`.
   *
   * @default 'https://app.test/api/v1', for a handler that is called directly and accepts any prefix
   */
  baseURL?: string | undefined
  /** Headers that sign in a user: a cookie or a token. Unauthenticated requests are sent without them. @default none */
  headers?: RequestInit['headers'] | undefined
  /**
   * Headers that sign in a second user, who must not access the first user's tasks.
   *
   * @default none, and `ownership` is unknown
   */
  otherHeaders?: RequestInit['headers'] | undefined
  /** Id of a completed task of the user, for requirements that need a video if there is no emulator. @default none */
  taskId?: string | undefined
  /**
   * The emulator behind the proxy, at the proxy's own `baseURL`. The check creates tasks on it that fail on command, and
   * reads the upstream requests from its log.
   *
   * @default none, and requirements that need it are unknown
   */
  emulator?: Pick<VideoEmulator, 'requests'> | undefined
  /**
   * The key that the proxy sends to the API. The check searches every response for it and sends it nowhere.
   *
   * @default 'sk-emulator'
   */
  apiKey?: string | undefined
  /**
   * Fields of the creates on the emulator, for a proxy that allows only some values.
   *
   * @default { model: 'wan2.6', seconds: '5', size: '1280x720' }
   */
  params?: Readonly<Record<string, string>> | undefined
  /**
   * Creates tasks even if the emulator was not detected behind the proxy. Only for a proxy that rejects unknown models
   * itself: the real API bills each task.
   *
   * @default false
   */
  mayCreate?: boolean | undefined
}
