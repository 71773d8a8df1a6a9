import type { EmulatedRequest } from '../requestLog.js'
import type { VideoEmulator } from '../VideoEmulator.js'
import { type Answer, describeAnswer, isRecord, limitTime, readAnswer } from './answer.js'
import type { Verdict } from './results.js'
import type { Bytes } from '../http/bodyStream.js'

/** A requirement and how it is checked. */
export interface Requirement {
  description: string
  /** Whether it is unknown without an emulator behind the proxy. @default false */
  needsEmulator?: boolean
  /** The optional route that it is about. @default none, and it is checked always */
  route?: OptionalRoute
  check: (context: CheckContext) => Promise<Verdict>
}

/** The proxy route: its handler, or a `fetch`. */
export type ProxyFetch = (request: Request) => Promise<Response>

/** A route that a proxy may have beside create, retrieve and content. */
export type OptionalRoute = 'remix' | 'list' | 'delete' | 'share' | 'still'

/** What the check of a requirement works with. */
export interface CheckContext {
  readonly options: CheckVideoProxyOptions
  /** Whether the proxy turns an optional route on. */
  readonly isOn: (route: OptionalRoute) => boolean
  /** Whether tasks may be created: the emulator was detected behind the proxy, or `mayCreate` is set. */
  readonly canCreate: boolean
  /** The reason why tasks may not be created, to follow "needs a task: pass taskId; or". */
  readonly whyNot: string
  /** Sends a request to a path below the base URL. */
  readonly send: (path: string, options?: SendOptions) => Promise<Response>
  /** Sends a request and reads the response to its end. */
  readonly ask: (path: string, options?: AskOptions) => Promise<Answer>
  /** The answers so far. */
  readonly answers: readonly Answer[]
  /** Sends a create for these scenarios of the emulator. */
  readonly create: (scenarios: string, options?: AskOptions) => Promise<Answer>
  /** Creates a task with these scenarios; returns its id, encoded for a path. */
  readonly createTask: (scenarios: string) => Promise<string>
  /** Returns the path segment of a completed task, created or given; `undefined` if there is none. */
  readonly completedTask: () => Promise<string | undefined>
  /** Returns the requests that the API receives during a function. */
  readonly upstreamOf: (run: () => Promise<unknown>) => Promise<EmulatedRequest[]>
}

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
   * The optional routes that the proxy turns on. Each adds the requirement of its name. `remix`, `list` and `delete` need an emulator
   * whose gateway has the route, as `gateway: 'litellm'` has; `share` (public links) and `still` (pictures that are sent for kept films)
   * are the proxy's alone. Every other one is expected to be refused.
   *
   * @default none
   */
  routes?: readonly OptionalRoute[] | undefined
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

/** How a request to the proxy is sent. */
export interface AskOptions {
  method?: string
  /** @default 'user' */
  as?: 'user' | 'other' | 'anonymous'
  headers?: Record<string, string> | undefined
  body?: FormData | string | Bytes | undefined
}

/** How a request is sent whose response is not read to its end. */
interface SendOptions extends AskOptions {
  signal?: AbortSignal
}

/** A model that no API serves, so that a create of it is not billed; unique, so that the emulator's log shows it. */
export const PROBE_MODEL = 'video-proxy-check'

/** Fields of a create that every proxy without limits of its own accepts. */
const DEFAULT_PARAMS = { model: 'wan2.6', seconds: '5', size: '1280x720' }

const NO_EMULATOR =
  "needs the emulator behind the proxy: --emulator <port> runs it at the proxy's baseURL; in code, pass emulator"
const NOT_BEHIND_PROXY =
  'needs the emulator, which received no request from the proxy: check that its baseURL leads to the emulator and that it ' +
  'sends the same key. For a proxy that rejects unknown models itself: --may-create, in code mayCreate'

/** Creates the context of a check, and detects whether the emulator is behind the proxy. */
export async function createCheckContext(
  fetch: ProxyFetch,
  options: CheckVideoProxyOptions,
): Promise<CheckContext> {
  const base = (options.baseURL ?? 'https://app.test/api/v1').replace(/\/+$/, '')
  const { emulator, params = DEFAULT_PARAMS } = options
  const callers = { user: options.headers, other: options.otherHeaders, anonymous: undefined }
  const answers: Answer[] = []
  const isOn = (route: OptionalRoute) => options.routes?.includes(route) ?? false
  /** How many videos were asked for. */
  let contents = 0

  async function send(path: string, { as = 'user', method, headers, body, signal }: SendOptions = {}) {
    const isRead = (method ?? (body ? 'POST' : 'GET')) !== 'PUT'
    if (isRead && path.includes('/content')) contents += 1
    const all = new Headers(callers[as])
    for (const [name, value] of Object.entries(headers ?? {})) all.set(name, value)
    const init = { method: method ?? (body ? 'POST' : 'GET'), headers: all, signal }
    return fetch(new Request(`${base}${path}`, { ...init, redirect: 'manual', ...(body && { body }) }))
  }

  async function ask(path: string, askOptions: AskOptions = {}) {
    const asked = nameRequest(path, askOptions)
    const read = async (signal: AbortSignal) => readAnswer(asked, await send(path, { ...askOptions, signal }))
    const answer = await limitTime(read, asked)
    answers.push(answer)
    return answer
  }

  async function upstreamOf(run: () => Promise<unknown>) {
    const requests = emulator?.requests ?? []
    const last = requests.at(-1)
    const before = contents
    await run()
    // The log drops its oldest entries: a position would move.
    const received = requests.slice(last ? requests.lastIndexOf(last) + 1 : 0)
    return received.filter(
      (request) => request.route !== 'content' || (contents > before && !isCopy(request)),
    )
  }

  /** Whether a proxy that keeps films asks for one by itself: once for each, and again for one whose content is broken. */
  function isCopy(copy: EmulatedRequest): boolean {
    const ofTask = emulator?.requests.filter(({ taskId }) => taskId === copy.taskId) ?? []
    const isBroken = ofTask.some(({ params }) => params?.['prompt']?.includes('[content-'))
    return isBroken || (isOn('still') && ofTask.find(({ route }) => route === 'content') === copy)
  }

  const probe = await upstreamOf(() =>
    ask('/videos', { body: formOf({ model: PROBE_MODEL, prompt: 'check' }) }),
  )
  const isBehindProxy = probe.some(
    (request) => request.params?.['model'] === PROBE_MODEL && request.status !== 401,
  )
  const canCreate = emulator !== undefined && (isBehindProxy || options.mayCreate === true)

  async function create(scenarios: string, askOptions: AskOptions = {}) {
    if (!canCreate) throw new Error('no task may be created')
    const markers = scenarios.replaceAll(/[\w-]+/g, '[$&]')
    return ask('/videos', { ...askOptions, body: formOf({ ...params, prompt: `A lake ${markers}` }) })
  }

  async function createTask(scenarios: string) {
    const answer = await create(scenarios)
    const id = isRecord(answer.json) ? answer.json['id'] : undefined
    if (typeof id !== 'string') throw new Error(`no task was created: ${describeAnswer(answer)}`)
    return encodeURIComponent(id)
  }

  async function completedTask() {
    if (options.taskId !== undefined) return encodeURIComponent(options.taskId)
    return canCreate ? createTask('instant') : undefined
  }

  const whyNot = emulator ? NOT_BEHIND_PROXY : NO_EMULATOR
  const senders = { send, ask, create, createTask, completedTask, upstreamOf }
  return { options, isOn, canCreate, whyNot, answers, ...senders }
}

/** Builds the form of a create. */
export function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

/** How a JSON body is sent, such as that of a remix. */
export function jsonOf(fields: Readonly<Record<string, string>>): AskOptions {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) }
}

/** Fields of a create that is not billed: a valid one on the emulator, else one of a model that no API serves. */
export function harmlessFields({
  options,
  canCreate,
}: Pick<CheckContext, 'options' | 'canCreate'>): Record<string, string> {
  const { model = DEFAULT_PARAMS.model, ...others } = options.params ?? DEFAULT_PARAMS
  return { model: canCreate ? model : PROBE_MODEL, prompt: 'A lake', ...others }
}

/** Describes a request for the evidence. */
function nameRequest(path: string, { method, body, as = 'user', headers = {} }: AskOptions): string {
  const extra = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const caller = { user: '', other: ' as another user', anonymous: ' without credentials' }[as]
  return [`${method ?? (body ? 'POST' : 'GET')} ${path}${caller}`, ...extra].join(', ')
}
