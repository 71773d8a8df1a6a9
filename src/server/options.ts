import type { VideoProxyArchive } from './archive/archiveOptions.js'
import type { VideoProxyCacheOptions, VideoProxyStore } from './stores.js'
import type { VideoAuth } from '../core/client/request.js'
import type {
  VideoProxyAuthorize,
  VideoProxyAuthorizeCreate,
  VideoProxyEndedContext,
  VideoProxyErrorContext,
  VideoProxyOnCreated,
  VideoProxyRateContext,
  VideoProxyRateResult,
} from './calls.js'
import type { VideoProxyStoredTask } from './records/taskRecord.js'
import type { VideoProxyTaskStore } from './records/taskStore.js'
import type { VideoProxyLimits, VideoProxyQuota } from './limitOptions.js'

/** Options of `createVideoProxy`. */
export interface VideoProxyOptions {
  /**
   * The API key, or a function that returns it, called once per allowed request. It never leaves the server.
   *
   * Ids, links, owners and cached answers belong to `baseURL` and to this key: with another one they open nothing. Of a
   * list, the first key is used, and what belongs to any of them stays valid. To rotate, put the new key first and remove
   * the old one when its tasks are no longer watched; both must be of the same account, because the API is asked with the
   * new one.
   */
  apiKey: VideoProxyApiKey | (() => VideoProxyApiKey | Promise<VideoProxyApiKey>)
  /**
   * Decides who the caller is and whether it may do what it asks. Required, because every allowed create is billed to you.
   * Called once, before any byte of a create's body is read.
   *
   * A user, `{ id }`, may create, and sees the tasks it created and no others (404). `true` allows the call without a
   * check of the owner. A `Response` (such as a 401) is returned unchanged. Anything else denies with 403, and a throw
   * with 500. A result that is none of these, `false`, `null` or `undefined` is reported to `onError`.
   */
  authorize: VideoProxyAuthorize
  /**
   * Decides whether the user may make exactly this video, by its parameters. Called for a create or a remix after
   * `authorize` and `limits`, and before `rateLimit`: `true` allows, a `Response` is returned unchanged, `{ retryAfter, code }` answers
   * 429, anything else denies with 403, and a throw with 500.
   * @default every create within `limits`
   */
  authorizeCreate?: VideoProxyAuthorizeCreate | undefined
  /**
   * One or more secrets of at least 32 random characters, the same for all instances. With a secret, callers get signed
   * ids that carry their owner: no store is needed, and an id that was not signed here never reaches the API. The secret
   * also signs content links. The first one signs, all are accepted: to rotate, put the new one first and remove the old
   * one when its tasks are no longer watched.
   * @default undefined: callers get the API's ids, and owners are kept in `owners`
   */
  secret?: string | readonly string[] | undefined
  /**
   * Stores the owner of each task for 30 days, and never a second one: a create that the API answers with an id that has
   * an owner gets 502 `upstream_duplicate_id`. Together with a `secret`, callers get the API's ids. While it is down, every
   * request that needs it is answered with 503 `owners_unavailable`, before anything is billed. If the owner of a task that
   * was just made cannot be stored in three attempts, the create is answered with 503 `owner_not_stored`, and `onError` gets
   * the task's id.
   * @default signed ids with a `secret`, else `tasks`, else `createMemoryStore()`, which only one process can use
   */
  owners?: VideoProxyStore | undefined
  /**
   * Keeps each task with its parameters, title and owner: a `createSqliteTaskStore`, or a few lines over another database.
   * With it `GET …/videos` answers the user's own tasks from the store, the newest first, and `DELETE …/videos/{id}` takes
   * one off that list, and deletes it at the API where `routes` names `delete`. Which ends were reported to `onEnded` is kept
   * there too, and without a `secret` and `owners` the owner of each task, for good.
   *
   * A create is recorded before it is sent: while the store is down it is answered with 503 `tasks_unavailable`, and nothing
   * is billed. A task that cannot be recorded after it was made goes to `onError` with its id (`task_not_recorded`, or
   * `owner_not_stored` where the store is what knows the owner), and so does a create whose process stopped before the API
   * answered (`create_interrupted`).
   * @default nothing is kept
   */
  tasks?: VideoProxyTaskStore | undefined
  /**
   * Gives completed tasks without a playable URL a `video_url` that works without the app's session or token, which
   * `<video>` cannot send. Needs a `secret`.
   * @default undefined: players use the content route, where `authorize` decides
   */
  contentLinks?: VideoProxyContentLinks | undefined
  /**
   * Routes beyond create, retrieve and content. They ask `authorize` with an action of their name.
   *
   * - `remix`: `POST …/videos/{id}/remix` makes a new video from one of the user's. It is billed: `limits`, `authorizeCreate`
   *   and `rateLimit` apply as to a create.
   * - `list`: `GET …/videos` returns the user's own tasks. Needs a store of `owners`, because signed ids are kept nowhere. With `tasks`
   *   the list is answered from there, without this route.
   * - `delete`: `DELETE …/videos/{id}` deletes one of the user's tasks.
   * - `share`: `POST …/videos/{id}/share` answers the id of a public link to one of the user's tasks, `share_…`, and `DELETE` revokes
   *   it at once. `GET …/videos/{id}` and `…/content` take that id from everyone, without `authorize`. Needs `tasks`; the API is
   *   not asked.
   * @default []: these paths and methods are answered with 404 and 405
   */
  routes?: readonly ('remix' | 'list' | 'delete' | 'share')[] | undefined
  /**
   * What everyone with a public link sees of a video, beside its film, model, length, size, times and state, such as
   * `({ title }) => ({ title })`. The title is the first line of the prompt unless `onCreated` gives another.
   * @default nothing
   */
  sharedFields?:
    | ((
        stored: VideoProxyStoredTask,
      ) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>)
    | undefined
  /**
   * The most that a create may ask for. Any limit also closes what none names: then only the documented parameters of the
   * model and those of `limits.params` are sent.
   * @default no limits; only `id` and `task_id` are refused, because the API chooses the id of a task
   */
  limits?: VideoProxyLimits | undefined
  /**
   * Called once for each create or remix that made a task, with the task, the parameters and files as they were sent, and the
   * user: for the app's own record, quota or copy of the pictures. The caller's answer waits for it, 10 s at most. The task is
   * the caller's whatever the function does: a throw is reported to `onError` as `on_created_failed`. With this option a create
   * goes on when its caller closes the connection, because a video that is made without its id is lost.
   * @default nothing is called
   */
  onCreated?: VideoProxyOnCreated | undefined
  /**
   * Called for each end that the proxy learns of: of a task, when the first read after it shows it `completed`, `failed` or
   * `error`, and of a create that made no task after `authorizeCreate` allowed it. A read waits for it, 10 s at most. It is
   * called at least once: again where it threw (reported to `onError` as `on_ended_failed`), after 1 s, 4 s, 16 s, 64 s and
   * 256 s and with the next read, and where two instances learn of an end at the same moment. Which ends were reported is kept
   * in `tasks` or `owners`, if one is given, else in this process: settle by `task.id`, so that a second call changes nothing.
   * @default nothing is called
   */
  onEnded?: ((ended: VideoProxyEndedContext) => void | Promise<void>) | undefined
  /**
   * Keeps finished films beyond the time for which the API has them. When the proxy learns of an end, it copies the film once,
   * in the background, and tries again until it is whole, also after a crash. From then on content, task and `video_url` come
   * from the archive, and nothing in them expires.
   * @default undefined: films are at the API alone
   */
  archive?: VideoProxyArchive | undefined
  /**
   * How many videos each user may make in a day. One is reserved before a create or a remix is sent, and given back where none
   * was made: the API refused it, or the task ended as `failed` or `error`. What may have been made and billed stays taken. A create
   * beyond it is answered with 429 `quota_exceeded` and the time until the next day; while the counter is down, with 503
   * `quota_unavailable`. Needs `tasks`, and an `authorize` that names users.
   * @default no quota
   */
  quota?: VideoProxyQuota | undefined
  /**
   * Rate limiter, called after `authorize` and `authorizeCreate`: only `true` allows, anything else is answered with 429,
   * and reported to `onError` unless it is `false` or `{ retryAfter, code }`. Use a library, or count creates per user.
   * @default no limit
   */
  rateLimit?:
    ((context: VideoProxyRateContext) => VideoProxyRateResult | Promise<VideoProxyRateResult>) | undefined
  /**
   * Sharing of one task's answers between its viewers: polls at the same time wait for one request to the API, and its
   * answer is shown for `ttl` ms more to everyone who may see the task. `false` keeps only the waiting.
   * @default { ttl: 2000 } in this process
   */
  cache?: VideoProxyCacheOptions | false | undefined
  /**
   * Whether everyone may see a task, by its public id. Its owner is then not checked, and browsers and CDNs may keep the
   * answers, which they serve without calling `authorize`. Only `true` makes a task public; any other value is reported to
   * `onError` unless it is `false`, `null` or `undefined`.
   * @default no task is public, and no answer may be kept
   */
  isPublic?: ((taskId: string) => boolean | Promise<boolean>) | undefined
  /**
   * Absolute http(s) URL of the API, ending in its version. A query, such as Azure's `?api-version=preview`, is sent with
   * every request. Put no secret in it, which would not be redacted.
   * @default 'https://api.cometapi.com/v1'
   */
  baseURL?: string | undefined
  /**
   * How requests carry `apiKey`: `{ header: 'x-api-key' }` for HeyGen, `{ header: 'api-key' }` for Azure,
   * `{ header: 'authorization', scheme: 'Key' }` for fal and Higgsfield, whose keys are `id:secret`: both halves are
   * redacted.
   * @default 'bearer', which is `Authorization: Bearer KEY`
   */
  auth?: VideoAuth | undefined
  /** Sends the requests to the API. @default globalThis.fetch */
  fetch?: VideoProxyFetch | undefined
  /** Time limit for the API's answer about a task, to a list and to a delete, in ms; then the caller gets 504. @default 30000 */
  timeout?: number | undefined
  /**
   * Time limit for the API's answer to a create or a remix, in ms; then the caller gets 504, and the create is not repeated: the video
   * may have been made, and is then billed.
   * @default 120000
   */
  createTimeout?: number | undefined
  /**
   * Time limit for the first bytes of a video, and for each pause in it, in ms; then the caller gets 504, or the transfer
   * is aborted. The time a viewer takes does not count.
   * @default 60000
   */
  contentTimeout?: number | undefined
  /**
   * The largest body of a create, in bytes; a larger one is answered with 413. An app whose users send images raises it,
   * such as to `32 * 1024 * 1024`.
   * @default 65536 (64 KiB, enough for text)
   */
  maxBodyBytes?: number | undefined
  /**
   * What the bodies of all creates in this proxy may take at the same time, in bytes; a create beyond it is answered with
   * 503 `busy` and `Retry-After`. Files of more than 256 KiB wait in temporary files, where the server has a disk, so memory
   * holds one file of each body at most. At least `maxBodyBytes`.
   * @default 67108864 (64 MiB), or `maxBodyBytes` where that is more
   */
  maxBufferedBytes?: number | undefined
  /** Time limit for a caller to send the body of a create, in ms; then it gets 408. @default 120000 */
  bodyTimeout?: number | undefined
  /**
   * Names of the app's hosts, without port, such as `['app.example.com', 'localhost']`; `.example.com` includes its
   * subdomains. A request for another host is answered with 421. Set it where the server listens on loopback or in a private
   * network: a foreign page whose domain resolves to its address could otherwise use it (DNS rebinding). `Host` is checked,
   * and `X-Forwarded-Host` in addition: where a reverse proxy sends an inner name as `Host`, list that one too.
   * @default undefined: any host
   */
  allowedHosts?: readonly string[] | undefined
  /**
   * Further origins, such as `https://app.example.com`, whose pages may create videos. The proxy's own host, also as
   * `X-Forwarded-Host` of a reverse proxy names it, needs no entry. This sets no CORS headers: add those around the proxy.
   * @default []
   */
  allowedOrigins?: readonly string[] | undefined
  /**
   * Receives errors of the server, of the app's own functions and of the API, for logs. The key is removed from them.
   * @default console.error
   */
  onError?: ((error: Error, context: VideoProxyErrorContext) => void) | undefined
}

/** One key, or several of one account, the one to use first. */
export type VideoProxyApiKey = string | readonly string[]

/** The part of `fetch` that the proxy uses. */
export type VideoProxyFetch = (url: string, init: RequestInit) => Promise<Response>

/** How a completed task gets a link that plays without the app's session or token. */
export interface VideoProxyContentLinks {
  /** The URL at which browsers reach this proxy, such as `https://app.example.com/api/v1`. */
  baseURL: string
  /** How long a link works at least, in ms: from a minute to a week. @default 3600000 (one hour) */
  lifetime?: number | undefined
}
