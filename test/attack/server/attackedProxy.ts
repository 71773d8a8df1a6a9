import { inspect } from 'node:util'
import {
  createMemoryStore,
  createVideoProxy,
  type VideoProxy,
  type VideoProxyCall,
  type VideoProxyFetch,
  type VideoProxyOptions,
  type VideoProxyStore,
} from 'react-video-task/server'
import { type LastingStores, openArchive, openTasks } from './lastingStores.js'
import { NEARLY_TRUE } from './nearlyTrue.js'
import { API_URL, type Evidence, type Hosts, type ProxySettings } from './ProxySettings.js'

/** What the proxies of one server process share. */
export interface AttackedServer {
  hosts: Hosts
  evidence: Evidence
  stores: Map<string, VideoProxyStore>
  lasting: LastingStores
}

/** Creates a proxy from settings, which records what it asks, whom it lets through and what it reports. */
export function createAttackedProxy(settings: ProxySettings, server: AttackedServer): VideoProxy {
  const { secret, limits, nearlyTrue, cache } = settings
  const { evidence } = server
  const options: VideoProxyOptions = {
    apiKey: settings.apiKey ?? 'sk-0123456789abcdef',
    baseURL: settings.baseURL ?? API_URL,
    secret,
    limits,
    routes: settings.routes,
    maxBodyBytes: settings.maxBodyBytes,
    bodyTimeout: settings.bodyTimeout,
    timeout: settings.timeout,
    createTimeout: settings.createTimeout,
    contentTimeout: settings.contentTimeout,
    allowedOrigins: settings.allowedOrigins,
    allowedHosts: settings.allowedHosts,
    contentLinks: settings.hasContentLinks ? { baseURL: 'http://app.test/api/v1' } : undefined,
    owners: settings.owners === undefined ? undefined : storeOf(server, settings.owners),
    ...lastingOptions(settings, server),
    cache: typeof cache === 'string' ? { store: storeOf(server, cache) } : cache,
    fetch: recordCalls(server),
    authorize: (call) => {
      evidence.authorized.push({ action: call.action, taskId: call.taskId })
      if (settings.throws?.from === 'authorize') throw new Error(settings.throws.text)
      return authorize(settings, call)
    },
    onError: (error) => evidence.errors.push(describeError(error)),
  }
  if (!nearlyTrue) return createVideoProxy(options)
  const answer: unknown = NEARLY_TRUE[nearlyTrue.value]
  return createVideoProxy(Object.assign(options, { [nearlyTrue.option]: () => answer }))
}

/** Tasks and kept films, and what throws on the way to them. */
function lastingOptions(
  { tasks, archive, throws }: ProxySettings,
  { lasting }: AttackedServer,
): Partial<VideoProxyOptions> {
  const failure = (from: string) => (throws?.from === from ? throws.text : undefined)
  const sharedFailure = failure('sharedFields')
  return {
    ...(tasks !== undefined && { tasks: openTasks(lasting, tasks, failure('tasks')) }),
    ...(archive !== undefined && {
      archive: { store: openArchive(lasting, archive, throws?.from === 'archive' ? throws : undefined) },
    }),
    ...(sharedFailure !== undefined && {
      sharedFields: () => {
        throw new Error(sharedFailure)
      },
    }),
  }
}

function authorize({ callers }: ProxySettings, { request }: VideoProxyCall) {
  if (callers !== 'named') return callers === 'anyone'
  const id = request.headers.get('x-user')
  return id === null ? null : { id }
}

function storeOf({ stores }: AttackedServer, name: string): VideoProxyStore {
  const store = stores.get(name) ?? createMemoryStore()
  stores.set(name, store)
  return store
}

/** A `fetch` that reaches the hosts of the tests and nothing else. */
function recordCalls({ hosts, evidence }: AttackedServer): VideoProxyFetch {
  return async (url, init) => {
    const { hostname, origin } = new URL(url)
    const hasKey = new Headers(init.headers).has('authorization')
    evidence.calls.push({ method: init.method ?? 'GET', url, hasKey })
    const place = hosts[hostname]
    if (place === undefined)
      throw new TypeError('fetch failed', { cause: new Error('This host is not reached.') })
    const response = await fetch(place + url.slice(origin.length), init)
    const failure = response.headers.get('x-fetch-fails-with')
    if (failure === null) return response
    await response.body?.cancel()
    const text = decodeURIComponent(failure)
    throw Object.assign(new TypeError(text, { cause: new Error(`caused by ${text}`, { cause: text }) }), {
      headers: { authorization: text },
    })
  }
}

/** All that a logger could write of an error: its fields, hidden ones included, its stack and its causes. */
function describeError(error: Error): string {
  const causes: string[] = []
  for (
    let current: unknown = error;
    current instanceof Error && causes.length < 20;
    current = current.cause
  ) {
    causes.push(current.name, current.message, current.stack ?? '', JSON.stringify(current))
    if (current.cause !== undefined && !(current.cause instanceof Error)) causes.push(String(current.cause))
  }
  return [inspect(error, { depth: 20, showHidden: true }), ...causes].join('\n')
}
