import { rejectOnAbort } from '../http/deliverAnswer.js'

/** A response of the proxy, read to its end. */
export interface Answer {
  /** The request, for the evidence. */
  readonly asked: string
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array
  /** The body as text; empty for a large body of another type. */
  readonly text: string
  /** The body as JSON; `undefined` if it is none. */
  readonly json: unknown
}

const TEXT_TYPES = /json|text|html|xml|^$/
/** Bodies below this size, in bytes, are decoded whatever their type. */
const MAX_SMALL_BODY = 10_000

/** Reads a response to its end. */
export async function readAnswer(asked: string, response: Response): Promise<Answer> {
  const { status, headers } = response
  const bytes = new Uint8Array(await response.arrayBuffer())
  const isText = TEXT_TYPES.test(headers.get('content-type') ?? '') || bytes.length < MAX_SMALL_BODY
  const text = isText ? new TextDecoder().decode(bytes) : ''
  return { asked, status, headers, bytes, text, json: parseJson(text) }
}

/** Longest time until an answer is complete, in ms: as long as a proxy of this package waits for a create. */
const MAX_ANSWER_MS = 120_000

/** Reads an answer; a proxy that gives none must not hold up the whole check. */
export async function limitTime<T>(read: (signal: AbortSignal) => Promise<T>, asked: string): Promise<T> {
  const controller = new AbortController()
  const { signal } = controller
  const error = new Error(`${asked} had no complete answer in ${MAX_ANSWER_MS / 1000} s`)
  const timer = setTimeout(() => controller.abort(error), MAX_ANSWER_MS)
  try {
    return await Promise.race([rejectOnAbort(signal), read(signal)])
  } finally {
    clearTimeout(timer)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Describes a response for the evidence: request, status, type and the start of its text. */
export function describeAnswer({ asked, status, headers, text }: Answer): string {
  const type = headers.get('content-type')?.split(';')[0] ?? 'no content type'
  const start = text.trim().slice(0, 60).replaceAll(/\s+/g, ' ')
  return `${asked} answered ${status} (${type})${start && !type.startsWith('video/') ? `: ${start}` : ''}`
}

/** The descriptions of the answers that are no errors. */
export function describeSuccesses(answers: readonly Answer[]): string[] {
  return answers.filter(({ status }) => status < 400).map(describeAnswer)
}

/** Lists the statuses of answers, for the evidence. */
export function listStatuses(answers: readonly Answer[]): string {
  return answers.map(({ status }) => status).join(', ')
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
