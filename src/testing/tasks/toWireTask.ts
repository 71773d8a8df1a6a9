import type { EmulatedTask } from './task.js'
import type { TaskState, WireVideoTask } from './TaskState.js'

interface WireContext {
  /** Milliseconds on the emulator's clock. */
  now: number
  /** Milliseconds a `video_url` is valid. */
  urlLifetime: number
  /** The origin that the request was sent to, for a `video_url` that leads back to it. */
  origin: string
}

/** Serializes a task in the documented format. */
export function toWireTask(task: EmulatedTask, state: TaskState, context: WireContext): WireVideoTask {
  const common = { id: task.id, model: task.model, object: 'video' as const }
  const created_at = Math.floor(task.createdAt / 1000)
  return { ...common, ...stateFields(task, state, created_at, context), ...task.fields }
}

function stateFields(task: EmulatedTask, state: TaskState, created_at: number, context: WireContext) {
  switch (state.status) {
    case 'queued':
      return { status: state.status, progress: 0, created_at }
    case 'in_progress':
      return { status: state.status, progress: state.progress, created_at }
    case 'completed': {
      const endedAt = task.createdAt + (state.endedAfter ?? task.duration)
      const completed_at = Math.floor(endedAt / 1000)
      const video_url = videoUrl(task, state.url ?? 'fresh', endedAt, context)
      return {
        status: state.status,
        progress: 100,
        created_at,
        completed_at,
        ...(video_url && { video_url }),
      }
    }
    case 'failed':
    case 'error':
      return {
        status: state.status,
        progress: state.progress ?? 50,
        created_at,
        ...(state.error && { error: state.error }),
      }
  }
}

function videoUrl(
  task: EmulatedTask,
  url: 'fresh' | 'expired' | 'none',
  endedAt: number,
  { origin, now, urlLifetime }: WireContext,
): string | undefined {
  if (url === 'none') return undefined
  if (url === 'expired') return signFileUrl(origin, task.id, Math.floor(task.createdAt / 1000))
  // One URL per lifetime since completion: polls return the same body until it expires, and no state is needed.
  const lifetimes = Math.floor(Math.max(0, now - endedAt) / urlLifetime) + 1
  const expires = Math.ceil((endedAt + lifetimes * urlLifetime) / 1000)
  return signFileUrl(origin, task.id, expires)
}

/**
 * Signs the temporary URL of a task's file in the style of object stores.
 *
 * @param expires Unix seconds
 */
export function signFileUrl(origin: string, id: string, expires: number): string {
  return `${origin}/files/${encodeURIComponent(id)}.mp4?Expires=${expires}&Signature=${signatureOf(id, expires)}`
}

/** Whether the `Signature` in a URL's query fits the task and the `Expires` in the same query. */
export function isSignedFor(id: string, query: URLSearchParams): boolean {
  return query.get('Signature') === signatureOf(id, expiryOf(query))
}

/** The `Expires` in a URL's query, in Unix seconds; 0 if it is missing. */
export function expiryOf(query: URLSearchParams): number {
  return Number(query.get('Expires'))
}

/**
 * A checksum in place of a signature: nothing here is secret, the value only has to depend on the id and the expiry.
 * `crypto.subtle` is missing on pages served over plain HTTP.
 */
function signatureOf(id: string, expires: number): string {
  const text = `${expires}\n${id}`
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
}
