import { type Answer, describe, readAnswer } from './Answer.js'
import type { AskOptions, CheckContext } from './CheckContext.js'
import { isRecord } from './isRecord.js'
import type { CheckVideoProxyOptions } from './ProxyCheck.js'

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
