import type { Bytes } from '../../core/content/bytes.js'
import { batchHeaders, MAX_BATCH_TASKS, partHeaders } from '../headers.js'
import { ProxyError } from '../proxyError.js'
import { errorResponse } from '../responses.js'
import { decodeTaskId } from '../routes.js'
import type { CachedResponse, Viewer } from './taskCache.js'

/** What a request for one task would be answered with. */
type TaskAnswer = Response | Pick<CachedResponse, 'status' | 'headers' | 'body'>

/** Answers about one task. Never rejects. */
type ReadOne = (taskId: string, viewer: Viewer) => Promise<TaskAnswer>

/**
 * Answers about the tasks that `ids` names, each with the status, the headers and the body that a request for it alone gets:
 * an unknown id, or one of another user, is a part with the status 404.
 *
 * The answer is one JSON object, `{ object: "video.batch", data: [{ id, status, headers, body }] }`. Its parts are lines of
 * their own, sent in the order in which they are ready: a task that the API is slow about holds no other. Nothing is asked for
 * before the answer is read, and a caller that leaves leaves all of its tasks.
 *
 * @throws {ProxyError} 400 `invalid_param`
 */
export function answerMany(request: Request, readOne: ReadOne): Response {
  // A signal for each task: Node warns of one with more than ten listeners.
  const tasks = readTaskIds(new URL(request.url).search).map((id) => ({ id, viewer: new AbortController() }))
  const leave = (reason: unknown) => tasks.forEach(({ viewer }) => viewer.abort(reason))
  let begin = () => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  // As a continuation made here, the app's functions run in the async context of the request, not in that of the reader: a
  // session read by `AsyncLocalStorage`, such as with Next.js's `cookies()`, is found as by a request for one task.
  const lines = begun.then(() => {
    request.signal.addEventListener('abort', () => leave(request.signal.reason))
    if (request.signal.aborted) leave(request.signal.reason)
    return writeParts(tasks.map(({ id, viewer }) => readPart(id, readOne, viewer)))
  })
  const encoder = new TextEncoder()
  const body = new ReadableStream<Bytes>(
    {
      async pull(controller) {
        begin()
        const { value, done } = await (await lines).next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      cancel: leave,
    },
    // The answer to a HEAD is never read.
    { highWaterMark: 0 },
  )
  return new Response(body, { headers: batchHeaders() })
}

/** Ids of public tasks; an error in place of one that is none. */
type TaskId = string | ProxyError

/**
 * Reads the ids of the query: separated by commas, each percent-encoded once. One that stands twice counts once.
 *
 * @throws {ProxyError} 400 `invalid_param`
 */
function readTaskIds(search: string): TaskId[] {
  const [list, ...others] = search
    .slice(1)
    .split('&')
    .filter((pair) => pair.startsWith('ids='))
  if (list === undefined || others.length > 0) {
    throw invalidIds("The query must have one parameter 'ids', with the task ids separated by commas.")
  }
  const segments = list.length > MAX_IDS_LENGTH ? [] : list.slice('ids='.length).split(',')
  if (segments.length === 0 || segments.length > MAX_BATCH_TASKS) {
    throw invalidIds(
      `The parameter 'ids' may name ${MAX_BATCH_TASKS} tasks, in ${MAX_IDS_LENGTH} characters.`,
    )
  }
  return [...new Set(segments.map(readTaskId))]
}

function readTaskId(segment: string): TaskId {
  try {
    return decodeTaskId(segment)
  } catch (error) {
    if (error instanceof ProxyError) return error
    throw error
  }
}

/** More than servers take in a request line. */
const MAX_IDS_LENGTH = 64 * 1024

const invalidIds = (message: string) => new ProxyError(400, 'invalid_param', message, { param: 'ids' })

/** Writes each part as it is ready, and those that are ready within moments of each other together. */
async function* writeParts(parts: readonly Promise<string>[]): AsyncGenerator<string> {
  yield '{"object":"video.batch","data":[\n'
  let ready: string[] = []
  let wake = () => {}
  for (const part of parts) {
    void part.then((text) => {
      ready.push(text)
      wake()
    })
  }
  for (let written = 0; written < parts.length;) {
    if (ready.length === 0) await new Promise<void>((resolve) => (wake = resolve))
    await new Promise((resolve) => setTimeout(resolve, COLLECT_MS))
    // Taken before the yield: while a slow reader takes nothing, further parts become ready.
    const taken = ready
    ready = []
    // The comma comes before its part: one after it would have to wait for the next.
    yield taken.map((part, index) => (written + index > 0 ? `,${part}\n` : `${part}\n`)).join('')
    written += taken.length
  }
  yield ']}\n'
}

/** How long answers are collected before they are sent, in ms. */
const COLLECT_MS = 5

async function readPart(taskId: TaskId, readOne: ReadOne, viewer: Viewer): Promise<string> {
  const isId = typeof taskId === 'string'
  const answer = isId ? await readOne(taskId, viewer) : errorResponse(taskId)
  const { status, headers } = answer
  const head = JSON.stringify({
    id: isId ? taskId : null,
    status,
    headers: partHeaders(new Headers(headers)),
  })
  const body = answer instanceof Response ? await readJson(answer) : answer.body
  // Outside a string a line break means nothing in JSON, and in one it is escaped.
  return `${head.slice(0, -1)},"body":${body.replaceAll('\n', ' ')}}`
}

/** A body as JSON: that of a response of the app's own may be anything, and is a text then. */
async function readJson(response: Response): Promise<string> {
  const text = await response.text().catch(() => '')
  try {
    JSON.parse(text)
    return text
  } catch {
    return JSON.stringify(text)
  }
}
