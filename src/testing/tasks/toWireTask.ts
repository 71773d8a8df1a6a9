import type { EmulatedTask } from './task.js'
import type { TaskState, WireVideoTask } from './TaskState.js'

interface Context {
  /** Milliseconds on the emulator's clock. */
  now: number
  /** Milliseconds a `video_url` lives. */
  urlLifetime: number
  /** Where the asker reached us, so that the URL it gets leads back here. */
  origin: string
}

/** A task in this state, in the documented shape. */
export function toWireTask(task: EmulatedTask, state: TaskState, context: Context): WireVideoTask {
  const common = { id: task.id, model: task.model, object: 'video' as const }
  const created_at = Math.floor(task.createdAt / 1000)
  return { ...common, ...stateFields(task, state, created_at, context), ...task.fields }
}

function stateFields(task: EmulatedTask, state: TaskState, created_at: number, context: Context) {
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

function videoUrl(task: EmulatedTask, url: 'fresh' | 'expired' | 'none', endedAt: number, context: Context) {
  if (url === 'none') return undefined
  if (url === 'expired') return signFileUrl(context.origin, task.id, Math.floor(task.createdAt / 1000))
  // One URL per lifetime since completion rather than one per poll: an unchanged poll has an unchanged body, and
  // a URL that has expired is replaced, without anything to remember.
  const lifetimes = Math.floor(Math.max(0, context.now - endedAt) / context.urlLifetime) + 1
  const expires = Math.ceil((endedAt + lifetimes * context.urlLifetime) / 1000)
  return signFileUrl(context.origin, task.id, expires)
}

/** The temporary URL of a task's file, in the style of object stores: `Expires` in Unix seconds and a signature. */
export function signFileUrl(origin: string, id: string, expires: number): string {
  return `${origin}/files/${encodeURIComponent(id)}.mp4?Expires=${expires}&Signature=${signatureOf(id, expires)}`
}

/**
 * A checksum standing in for a signature. Nothing here is secret: it has to change with the id and the expiry, and
 * `crypto.subtle` is missing from pages served over plain HTTP.
 */
export function signatureOf(id: string, expires: number): string {
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
