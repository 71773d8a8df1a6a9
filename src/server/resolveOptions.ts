import type { FilmArchive } from './archive/filmArchive.js'
import { resolveArchive, withArchive } from './archive/resolveArchive.js'
import { type ContentLinks, DEFAULT_LINK_LIFETIME, isLinkLifetime } from './access/contentLinks.js'
import { readAllowedHosts } from './access/origins.js'
import { createOwnerStore } from './access/ownerStore.js'
import type { TaskOwnership } from './access/ownership.js'
import { createSignedIds } from './access/signedIds.js'
import { createSigner, type Signer } from './access/signer.js'
import { type CreateQuota, resolveQuota } from './access/quota.js'
import { resolveShares, type TaskShares } from './access/taskShares.js'
import {
  createMemoryStore,
  isMemoryStore,
  onFirstEviction,
  type TimedStore,
  type VideoProxyStore,
  withStoreTimeout,
} from './stores.js'
import type { CreateLimits } from './create/limits.js'
import { readLimits } from './create/readLimits.js'
import { type BodyBudget, createBodyBudget } from './create/bodyBudget.js'
import type { BodyLimits } from './create/requestBody.js'
import {
  invalidOptions,
  positiveInteger,
  readAbsoluteURL,
  readApiURL,
  readAuth,
  readOrigin,
  readSecrets,
} from './optionChecks.js'
import type { VideoProxyAuthorize } from './calls.js'
import { OPTIONAL_ROUTES } from './routes.js'
import type { VideoProxyOptions } from './options.js'
import { createErrorReport, type ErrorReport, redactError } from './proxyError.js'
import type { PublicTaskSettings } from './retrieve/publicTask.js'
import { withCircuitBreaker } from './retrieve/storeBreaker.js'
import { createTaskCache, type TaskCache } from './retrieve/taskCache.js'
import { createRecovery } from './records/recoverTasks.js'
import { resolveHooks, resolveRecords } from './records/recordOptions.js'
import type { TaskHooks } from './records/taskHooks.js'
import type { TaskRecords } from './records/taskRecords.js'
import { createKeySource, type RequestKey } from './upstream/apiKey.js'
import { createKeyWaits } from './upstream/keyWaits.js'
import type { VideosApi } from './upstream/videosApi.js'

/** The validated options of a proxy, in the order in which the stages of its pipeline use them. */
export interface ProxySettings {
  allowedHosts: readonly string[] | undefined
  /** The optional routes that the API has. */
  routes: ReadonlySet<string>
  /** The routes that callers may use, of those that not every proxy has. */
  openRoutes: ReadonlySet<string>
  allowedOrigins: ReadonlySet<string>
  bodyLimits: BodyLimits
  bodyBudget: BodyBudget
  /** Verifies content links; `undefined` without a `secret`. */
  signer: Signer | undefined
  authorize: VideoProxyAuthorize
  limits: CreateLimits
  authorizeCreate: VideoProxyOptions['authorizeCreate']
  rateLimit: VideoProxyOptions['rateLimit']
  quota: CreateQuota | undefined
  isPublic: VideoProxyOptions['isPublic']
  ownership: TaskOwnership
  /** `undefined` where there are no public links. */
  shares: TaskShares | undefined
  /** Makes the key of one request. */
  openKey: () => RequestKey
  api: VideosApi
  /** These two in milliseconds. */
  createTimeout: number
  timeout: number
  tasks: TaskCache
  publicTask: PublicTaskSettings
  /** Milliseconds. */
  contentTimeout: number
  /** `undefined` where films are not kept. */
  archive: FilmArchive | undefined
  /** The app's functions about tasks. */
  hooks: TaskHooks
  /** The tasks that the proxy keeps, where it has a store for them. */
  records: TaskRecords | undefined
  /** Whether a create goes on when its caller closes the connection: the app, or the store, gets the id. */
  keepsCreates: boolean
  /** Finishes what a stopped process has left. Never rejects. */
  recover: (() => Promise<void>) | undefined
  report: ErrorReport
}

/**
 * Validates the options once, so that a proxy that cannot work is not built.
 *
 * @throws {VideoTaskError} code `invalid_options`, `invalid_api_key` or `invalid_base_url`; the message says what to do
 */
export function resolveOptions(options: VideoProxyOptions): ProxySettings {
  const { authorize, fetch, cache = {}, allowedOrigins = [] } = options
  const baseURL = readApiURL(options.baseURL)
  const openKey = createKeySource(options.apiKey, baseURL, readAuth(options.auth))
  if (typeof authorize !== 'function') {
    invalidOptions(
      'createVideoProxy has no `authorize`. Without it anyone could create videos at your cost. Pass a function that ' +
        'names the user, or returns true for callers who may: ' +
        'createVideoProxy({ apiKey, authorize: ({ request }) => userOf(request) }).',
    )
  }
  const { authorizeCreate } = options
  if (authorizeCreate !== undefined && typeof authorizeCreate !== 'function') {
    invalidOptions('`authorizeCreate` must be a function that returns true for a create that is allowed.')
  }
  const report = createErrorReport(options.onError)
  const { ttl: runningTtl = DEFAULT_TTL, store } = cache === false ? {} : cache
  const ttl = cache === false ? 0 : positiveInteger(runningTtl, 'cache.ttl', 'milliseconds')
  const maxBodyBytes = positiveInteger(options.maxBodyBytes ?? 64 * 1024, 'maxBodyBytes', 'bytes')
  const timeout = positiveInteger(options.timeout ?? 30_000, 'timeout', 'milliseconds')
  const records = resolveRecords(options, report)
  const { ownership, signer, links } = resolveOwnership(options, records, report)
  const routes = resolveRoutes(options.routes, records ? undefined : ownership)
  const createTimeout = positiveInteger(options.createTimeout ?? 120_000, 'createTimeout', 'milliseconds')
  const api = { baseURL, fetch, waits: createKeyWaits() }
  const tasks = createTaskCache({ ttl, timeout, store: store && resolveCacheStore(store, report) })
  const publicTask = { ttl, links }
  const contentTimeout = positiveInteger(options.contentTimeout ?? 60_000, 'contentTimeout', 'milliseconds')
  const forArchive = { api, openKey, publicTask, report, timeout: contentTimeout, onKept: tasks.drop }
  const archive = resolveArchive(options.archive, { ...forArchive, records })
  const own = [...(records ? ['list', 'delete'] : []), ...(archive ? ['still'] : [])]
  const quota = resolveQuota(options)
  const hooks = withArchive(resolveHooks(options, records, quota, report), archive)
  return {
    allowedHosts: readAllowedHosts(options.allowedHosts),
    routes,
    openRoutes: new Set([...routes, ...own]),
    allowedOrigins: new Set(allowedOrigins.map(readOrigin)),
    bodyBudget: createBodyBudget(resolveBufferedBytes(options.maxBufferedBytes, maxBodyBytes)),
    bodyLimits: {
      maxBodyBytes,
      bodyTimeout: positiveInteger(options.bodyTimeout ?? 120_000, 'bodyTimeout', 'milliseconds'),
    },
    signer,
    authorize,
    limits: readLimits(options.limits),
    authorizeCreate,
    rateLimit: options.rateLimit,
    quota,
    isPublic: options.isPublic,
    ownership,
    shares: resolveShares(routes, records?.store, options.sharedFields),
    openKey,
    api,
    createTimeout,
    timeout,
    tasks,
    publicTask,
    contentTimeout,
    archive,
    hooks,
    records,
    keepsCreates: records !== undefined || options.onCreated !== undefined,
    recover: records && createRecovery({ records, hooks, createTimeout, report }),
    report,
  }
}

/** How long the answer about a running task is shown, in ms. */
const DEFAULT_TTL = 2_000

const DEFAULT_BUFFERED_BYTES = 64 * 1024 * 1024

function resolveBufferedBytes(bytes: number | undefined, maxBodyBytes: number): number {
  if (bytes === undefined) return Math.max(DEFAULT_BUFFERED_BYTES, maxBodyBytes)
  if (positiveInteger(bytes, 'maxBufferedBytes', 'bytes') >= maxBodyBytes) return bytes
  return invalidOptions(
    '`maxBufferedBytes` must be at least `maxBodyBytes`: a larger body could never be read.',
  )
}

/**
 * A list of the API would otherwise show the tasks of all users of its account.
 *
 * @param ownership of the list of the API; `undefined` where the list is the proxy's own
 */
function resolveRoutes(routes: VideoProxyOptions['routes'] = [], ownership: TaskOwnership | undefined) {
  const unknown = Array.isArray(routes) ? routes.find((name) => !OPTIONAL_ROUTES.includes(name)) : routes
  if (unknown !== undefined) {
    invalidOptions(`\`routes\` must be a list with some of '${OPTIONAL_ROUTES.join("', '")}'.`)
  }
  if (routes.includes('list') && ownership && !ownership.findOwned) {
    invalidOptions(
      "`routes` names 'list', and with a `secret` alone the owners are in signed ids, which are kept nowhere: the proxy " +
        'cannot find the tasks of a user in the list of the API. Pass a store as `owners` or `tasks`.',
    )
  }
  return new Set<string>(routes)
}

/** Reports each outage of the cache store and its end. The callers got an answer all the same, so the status is 200. */
function resolveCacheStore(store: VideoProxyStore, report: ErrorReport): TimedStore {
  const context = { action: 'retrieve', status: 200 } as const
  return withCircuitBreaker(withStoreTimeout(store), {
    onDown: (error) =>
      report(
        redactError(error, (text) => text),
        { ...context, code: 'cache_unavailable' },
      ),
    onUp: () => report(new Error('The cache store answers again.'), { ...context, code: 'cache_recovered' }),
  })
}

/** Chooses how owners are kept: in `owners`, else in signed ids, else with the tasks, else in memory. */
function resolveOwnership(
  { secret, owners, contentLinks }: VideoProxyOptions,
  records: TaskRecords | undefined,
  report: ErrorReport,
) {
  const signer = secret === undefined ? undefined : createSigner(readSecrets(secret))
  const links = resolveLinks(contentLinks, signer)
  const inStore = () => resolveOwnerStore(owners ?? createMemoryStore(), report)
  const ownership = owners ? inStore() : signer ? createSignedIds(signer) : (records?.ownership ?? inStore())
  return { ownership, signer, links }
}

/** Reports what happens to the owner store outside a request, so the status is 200. */
function resolveOwnerStore(store: VideoProxyStore, report: ErrorReport) {
  const reportAs = (code: string) => (error: Error) => report(error, { status: 200, code })
  onFirstEviction(store, reportAs('owners_evicted'))
  const ownership = createOwnerStore(withStoreTimeout(store), reportAs('owners_lost'))
  return { ...ownership, isVolatile: isMemoryStore(store) }
}

function resolveLinks(
  links: VideoProxyOptions['contentLinks'],
  signer: Signer | undefined,
): ContentLinks | undefined {
  if (links === undefined) return undefined
  if (!signer) invalidOptions('`contentLinks` are signed: createVideoProxy needs a `secret` for them.')
  const { baseURL, lifetime = DEFAULT_LINK_LIFETIME } = links
  if (!isLinkLifetime(lifetime)) {
    invalidOptions('`contentLinks.lifetime` must be from a minute to a week, in ms.')
  }
  if (baseURL.includes('?')) invalidOptions('`contentLinks.baseURL` has a query, which the links would lose.')
  return { baseURL: readAbsoluteURL(baseURL, 'contentLinks.baseURL'), lifetime, signer }
}
