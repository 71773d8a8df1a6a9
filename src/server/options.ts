/** The part of `fetch` that the proxy uses. */
export type VideoProxyFetch = (url: string, init: RequestInit) => Promise<Response>

/** Where an error given to `onError` came up, and what the caller was answered. */
export interface VideoProxyErrorContext {
  /** What was asked, when the request got as far as a known route. */
  action?: 'create' | 'retrieve' | 'content'
  /** The task it was asked of; a create has none. */
  taskId?: string
  /** HTTP status of the answer. */
  status: number
  /** `error.code` of the answer. */
  code: string
}

/** Options of `createVideoProxy`. */
export interface VideoProxyOptions {
  /** The API key, or a function that gets it (asked once per allowed request). It stays on the server. */
  apiKey: string | (() => string | Promise<string>)
  /**
   * Decides whether a caller may do what it asks; mandatory, because whoever gets through spends your money. A user,
   * `{ id }`, may create, and sees the tasks it created and no others: to everyone else they do not exist (404). `true`
   * allows what was asked, whoever the task belongs to. A `Response` (such as a 401) is answered as it is; everything
   * else, a throw included, denies.
   */
  authorize: VideoProxyAuthorize
  /**
   * One or more secrets of at least 32 random characters, the same for all instances. With it, callers get signed ids,
   * which carry their owner: no store is needed, and an id that was not made here never reaches the API. It also signs
   * content links. The first one signs, all are accepted: to change it, put the new one in front and drop the old one
   * when nobody watches its tasks any more.
   * @default none: callers get the API's ids, and owners are kept in `owners`
   */
  secret?: string | readonly string[] | undefined
  /**
   * Where it is kept whose a task is, for 30 days. Given together with a `secret`, callers get the API's ids.
   * @default signed ids where there is a `secret`, else `createMemoryStore()`, which only one process can use
   */
  owners?: VideoProxyStore | undefined
  /**
   * Gives completed tasks without a playable address a `video_url` that works without the app's session or token, which
   * `<video>` cannot send. Needs a `secret`.
   * @default none: players use the content route, and `authorize` decides
   */
  contentLinks?: VideoProxyContentLinks | undefined
  /** What a create may ask for at most. @default no limits */
  limits?: VideoProxyLimits | undefined
  /**
   * Is asked after `authorize`, and decides whether this is too much: only `true` lets through, all else is answered with
   * 429. Plug in a library, or count creates by user.
   * @default no limit
   */
  rateLimit?:
    ((context: VideoProxyRateContext) => VideoProxyRateResult | Promise<VideoProxyRateResult>) | undefined
  /**
   * Many viewers of one task cost one request to the API: those who ask at the same time wait for one answer, and it is
   * shown for `ttl` ms more to whoever may see it. `false` leaves only the waiting.
   * @default { ttl: 2000 } in this process
   */
  cache?: VideoProxyCacheOptions | false | undefined
  /**
   * Whether everyone may see a task. Its owner is then not asked for, and browsers and CDNs may keep the answers:
   * whatever stands in front serves them without asking `authorize`. Given the id that callers use.
   * @default none is public, and nothing may be kept
   */
  isPublic?: ((taskId: string) => boolean | Promise<boolean>) | undefined
  /**
   * Absolute http(s) URL of the API, ending in its version.
   * @default 'https://api.cometapi.com/v1'
   */
  baseURL?: string | undefined
  /** How the API is reached. @default globalThis.fetch */
  fetch?: VideoProxyFetch | undefined
  /** How long the API may take to answer about a task, in ms; then the answer is 504. @default 30000 */
  timeout?: number | undefined
  /**
   * How long the API may take until the first bytes of a video come, and how long it may keep silent between others, in
   * ms; then the answer is 504, or the transfer is broken off. How long a viewer takes does not count.
   * @default 60000
   */
  contentTimeout?: number | undefined
  /**
   * The most bytes a create may send; more is answered with 413. This much memory one caller can use.
   * @default 33554432 (32 MiB, room for image inputs)
   */
  maxBodyBytes?: number | undefined
  /** How long a caller may take to send a create, in ms; then the answer is 408. @default 120000 */
  bodyTimeout?: number | undefined
  /**
   * Further origins, such as `https://app.example.com`, whose pages may create videos. The proxy's own host, also as a
   * reverse proxy's `X-Forwarded-Host` names it, needs no entry. This is no CORS: add those headers around the proxy.
   * @default []
   */
  allowedOrigins?: readonly string[] | undefined
  /**
   * Hears of what went wrong on the server or upstream, for logs. The key is taken out of what it is given.
   * @default console.error
   */
  onError?: ((error: Error, context: VideoProxyErrorContext) => void) | undefined
}

/** A file among the fields of a create, as `authorize` is told of it. Its bytes are for the API alone. */
export interface VideoProxyFile {
  readonly name: string
  /** Media type as the caller claims it, `''` where it claims none. */
  readonly type: string
  /** Bytes. */
  readonly size: number
}

/**
 * What a create asks for. These very values are sent: the body is written anew from them. A field of a form is text or a
 * `VideoProxyFile`, a repeated one a list of these; a JSON body keeps its types.
 */
export interface VideoProxyParams {
  readonly model?: string
  readonly prompt?: string
  readonly seconds?: string | number
  readonly size?: string
  readonly [name: string]: unknown
}

/**
 * What a caller asks of the proxy, as `authorize` is told it.
 *
 * `request` carries the URL, the headers (cookies, `Authorization`) and the abort signal of the caller. For a create it
 * is a copy without the body, which has been read already and is in `params`.
 */
export type VideoProxyCall =
  | { action: 'create'; taskId?: undefined; params: VideoProxyParams; request: Request }
  | { action: 'retrieve' | 'content'; taskId: string; params?: undefined; request: Request }

/** Whoever `authorize` recognised. Tasks belong to the user whose create made them. */
export interface VideoProxyUser {
  /** Unique and stable. It is never shown to callers: signed ids hold only a digest of it. */
  readonly id: string
}

/** A user owns what it creates and sees nothing else; `true` allows whatever was asked; a `Response` is answered as it is; all else denies. */
export type VideoProxyAuthorizeResult = boolean | VideoProxyUser | Response | null | undefined

/** Decides whether a caller may do what it asks. */
export type VideoProxyAuthorize = (
  call: VideoProxyCall,
) => VideoProxyAuthorizeResult | Promise<VideoProxyAuthorizeResult>

/** What a rate limiter may count by: what is asked, and who asks where `authorize` named a user. */
export type VideoProxyRateContext = VideoProxyCall & { user: VideoProxyUser | undefined }

/** `true` lets through; `false`, or the seconds after which to come again, answers 429. */
export type VideoProxyRateResult = boolean | { retryAfter: number }

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

/** How answers about tasks are shared between those who may see them. */
export interface VideoProxyCacheOptions {
  /**
   * How long the answer about a running task is shown to further viewers, in ms. An ended task's is shown for 30 s, a
   * refusal for a second at most, and none longer than the signed address in it is valid.
   * @default 2000 (below any sensible poll interval)
   */
  ttl?: number | undefined
  /** Where instances share answers. Without it each instance asks for itself. */
  store?: VideoProxyStore | undefined
}

/** How a completed task gets a link that plays without the app's session or token. */
export interface VideoProxyContentLinks {
  /** The address under which browsers reach this proxy, such as `https://app.example.com/api/v1`. */
  baseURL: string
  /** How long a link works at least, in ms: from a minute to a week. @default 3600000 (an hour) */
  lifetime?: number | undefined
}

/**
 * What the proxy needs of a store that several instances share. A `Keyv` is one as it is (made
 * with `throwOnErrors: true`, else it hides its failures); for others a few lines do:
 *
 * ```ts
 * const storage = createStorage({ driver: redisDriver({ url }) }) // unstorage
 * const store: VideoProxyStore = {
 *   get: (key) => storage.getItem(key),
 *   set: (key, value, ttl) => storage.setItem(key, value, { ttl: Math.ceil(ttl / 1000) }),
 * }
 * ```
 */
export interface VideoProxyStore {
  /** What was set under a key and has not expired; anything that is no text counts as nothing. */
  get(key: string): unknown
  /** Keeps a text for `ttl` ms; `false` says that it could not. Keys hold no spaces, slashes or question marks. */
  set(key: string, value: string, ttl: number): unknown
}
