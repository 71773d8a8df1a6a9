import type { CheckVideoProxyOptions } from './ProxyCheck.js'
import type { Verdict } from './Verdict.js'
import type { EmulatedRequest } from '../VideoEmulator.js'

/** Whose request it is. */
type Caller = 'user' | 'other' | 'nobody'

/** How a request is sent. */
interface AskOptions {
  method?: string
  /** @default 'user' */
  as?: Caller
  headers?: Record<string, string>
  body?: FormData
  signal?: AbortSignal
}

/** What each check works with. */
export interface CheckContext {
  readonly options: CheckVideoProxyOptions
  /** Whether tasks may be made: the emulator was seen behind the proxy, or the user says so. */
  readonly canCreate: boolean
  /** Why not, as a sentence. */
  readonly whyNot: string
  /** Sends a request to a path after the base URL. */
  readonly send: (path: string, ask?: AskOptions) => Promise<Response>
  /** The same, the answer read to its end and kept for the search for the key. */
  readonly ask: (path: string, ask?: AskOptions) => Promise<Answer>
  /** All that was read so far. */
  readonly answers: readonly Answer[]
  /** Sends a create that goes by these scenarios of the emulator. */
  readonly create: (scenarios: string, ask?: AskOptions) => Promise<Answer>
  /** Makes a task that goes by these scenarios; its id, encoded for a path. */
  readonly createTask: (scenarios: string) => Promise<string>
  /** The path of a completed task, made here or given; `undefined` where there is none. */
  readonly completedTask: () => Promise<string | undefined>
  /** What the API is asked while something is done. */
  readonly upstreamOf: (run: () => Promise<unknown>) => Promise<EmulatedRequest[]>
}

/** One line of the check: a guarantee, and how it is tried. */
export interface Guarantee {
  about: string
  /** Whether it takes an emulator; without one it is unknown. @default false */
  needsEmulator?: boolean
  check: (context: CheckContext) => Promise<Verdict>
}

/** A handler or a `fetch`: what a request is given to. */
export type ProxyFetch = (request: Request) => Promise<Response>

/** A model that no API serves, so that asking for it costs nothing; of this check alone, so that it is recognized. */
const PROBE_MODEL = 'video-proxy-check'

/** What a proxy allows that allows anything. */
const PARAMS = { model: 'wan2.6', seconds: '5', size: '1280x720' }

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

/** Why there is nothing to see: the proxy has not asked the emulator, or there is none. */
const NO_EMULATOR =
  "needs the emulator behind the proxy: --emulator <port> runs it where the proxy's baseURL leads; in code, pass emulator"
const NOT_BEHIND =
  'needs the emulator, which the proxy did not ask: is its baseURL the emulator, and does it send the same key? ' +
  'If it refuses unknown models itself, allow creates: --may-create, in code mayCreate'

/** Prepares a check, and finds out whether the emulator is what stands behind the proxy. */
export async function createCheckContext(
  fetch: ProxyFetch,
  options: CheckVideoProxyOptions,
): Promise<CheckContext> {
  const base = (options.baseURL ?? 'https://app.test/api/v1').replace(/\/+$/, '')
  const { emulator, params = PARAMS } = options
  const answers: Answer[] = []

  async function send(path: string, { as = 'user', method, headers, body, signal }: AskOptions = {}) {
    const all = new Headers(
      as === 'user' ? options.headers : as === 'other' ? options.otherHeaders : undefined,
    )
    for (const [name, value] of Object.entries(headers ?? {})) all.set(name, value)
    const init = {
      method: method ?? (body ? 'POST' : 'GET'),
      headers: all,
      redirect: 'manual',
      signal,
    } as const
    return fetch(new Request(`${base}${path}`, body ? { ...init, body } : init))
  }

  async function ask(path: string, asking: AskOptions = {}) {
    const answer = await readAnswer(nameOf(path, asking), await send(path, asking))
    answers.push(answer)
    return answer
  }

  async function upstreamOf(run: () => Promise<unknown>) {
    const before = emulator?.requests.length ?? 0
    await run()
    return emulator?.requests.slice(before) ?? []
  }

  const probe = await upstreamOf(() =>
    ask('/videos', { body: formOf({ model: PROBE_MODEL, prompt: 'check' }) }),
  )
  const isBehind = probe.some(
    (request) => request.params?.['model'] === PROBE_MODEL && request.status !== 401,
  )
  const canCreate = emulator !== undefined && (isBehind || options.mayCreate === true)

  async function create(scenarios: string, asking: AskOptions = {}) {
    if (!canCreate) throw new Error('No task may be made here.')
    const markers = scenarios.replaceAll(/[\w-]+/g, '[$&]')
    return ask('/videos', { ...asking, body: formOf({ ...params, prompt: `A lake ${markers}` }) })
  }

  async function createTask(scenarios: string) {
    const answer = await create(scenarios)
    const id = isRecord(answer.json) ? answer.json['id'] : undefined
    if (typeof id !== 'string') throw new Error(`no task could be made: ${describe(answer)}`)
    return encodeURIComponent(id)
  }

  return {
    ...{ options, canCreate, whyNot: emulator ? NOT_BEHIND : NO_EMULATOR },
    ...{ send, ask, answers, create, createTask, upstreamOf },
    completedTask: async () => {
      if (options.taskId !== undefined) return encodeURIComponent(options.taskId)
      return canCreate ? createTask('instant') : undefined
    },
  }
}

function nameOf(path: string, { method, body, as = 'user', headers = {} }: AskOptions): string {
  const extra = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const who = as === 'user' ? '' : as === 'other' ? ' as another user' : ' as nobody'
  return [`${method ?? (body ? 'POST' : 'GET')} ${path}${who}`, ...extra].join(', ')
}

/** An answer that was read to its end. */
export interface Answer {
  /** What was asked, for the evidence. */
  readonly asked: string
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array
  /** The body as text; of a video only what could be one. */
  readonly text: string
  /** The body as JSON; `undefined` where it is none. */
  readonly json: unknown
}

const TEXT = /json|text|html|xml|^$/

/** Reads an answer to its end. */
async function readAnswer(asked: string, response: Response): Promise<Answer> {
  const { status, headers } = response
  const bytes = new Uint8Array(await response.arrayBuffer())
  const isText = TEXT.test(headers.get('content-type') ?? '') || bytes.length < 10_000
  const text = isText ? new TextDecoder().decode(bytes) : ''
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { asked, status, headers, bytes, text, json }
}

/** What an answer was, in a few words. */
export function describe({ asked, status, headers, text }: Answer): string {
  const type = headers.get('content-type')?.split(';')[0] ?? 'no content type'
  const start = text.trim().slice(0, 60).replaceAll(/\s+/g, ' ')
  return `${asked} answered ${status} (${type})${start && !type.startsWith('video/') ? `: ${start}` : ''}`
}

/** Whether a value is an object with names. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
