import type { VideoProxyLimits } from 'react-video-task/server'

/** The Node adapters that the proxy is attacked behind. */
export const ADAPTERS = ['@remix-run/node-fetch-server', '@hono/node-server'] as const
export type Adapter = (typeof ADAPTERS)[number]

/** Where the proxies reach their API. The server process maps the host to the API that the battery runs. */
export const API_URL = 'http://api.test/v1'

/** A secret of attacked proxies. */
export const SECRET = 'secret-of-the-attacked-proxy-0123456789'

/** Options of an attacked proxy, as they can be sent to another process. */
export interface ProxySettings {
  /**
   * Whom `authorize` lets through: `anyone` (it answers `true`), `named` (the user of the `x-user` header, else null) or
   * `none` (it answers `false`).
   */
  callers: 'anyone' | 'named' | 'none'
  apiKey?: string
  /** @default API_URL */
  baseURL?: string
  secret?: string
  /** Makes signed links for completed tasks without an address. */
  hasContentLinks?: boolean
  /** Name of a store in the server process; proxies that name the same one share it. */
  owners?: string
  /** The same for answers; `false` switches caching off. */
  cache?: string | false
  limits?: VideoProxyLimits
  /** Name of a store of tasks in the server process; proxies that name the same one share it. */
  tasks?: string
  /** The same for kept films. */
  archive?: string
  /** Throws with this text where the option is asked, from each read of `tasks`, or from one function of `archive`. */
  throws?:
    | { from: 'authorize' | 'sharedFields' | 'tasks'; text: string }
    | { from: 'archive'; method: 'put' | 'get' | 'delete' | 'list'; text: string }
  /** The optional routes that are on. */
  routes?: ('remix' | 'list' | 'delete' | 'share')[]
  maxBodyBytes?: number
  bodyTimeout?: number
  timeout?: number
  createTimeout?: number
  contentTimeout?: number
  allowedOrigins?: string[]
  allowedHosts?: string[]
  /** Has one option answer with a value that is nearly `true`. */
  nearlyTrue?: { option: 'authorize' | 'authorizeCreate' | 'isPublic' | 'rateLimit'; value: string }
}

/** What a server process saw since it was last asked. */
export interface Evidence {
  /** Requests of the proxies to their API, redirects included. */
  calls: { method: string; url: string; hasKey: boolean }[]
  /** Calls of `authorize`. */
  authorized: { action: string; taskId?: string | undefined }[]
  /** Errors given to `onError`, with everything that can be read from them. */
  errors: string[]
}

/** What a server process uses. */
export interface Usage {
  /** Milliseconds of CPU since the process started. */
  cpu: number
  /** Bytes of memory, now and at most since the process started. */
  rss: number
  peakRss: number
  /** Bytes of live memory, after a garbage collection. */
  live: number
}

/** What a server process can be asked, with the type of each answer. */
export interface Questions {
  listen: { argument: ProxySettings; answer: { port: number } }
  evidence: { argument: null; answer: Evidence }
  usage: { argument: null; answer: Usage }
  /** Connections from callers; idle ones are closed first. */
  connections: { argument: null; answer: number }
}
export type Question = keyof Questions

/** Where the hosts of the tests are: `api.test` to `http://127.0.0.1:{port}`. */
export type Hosts = Record<string, string>
