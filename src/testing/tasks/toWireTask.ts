import { signFileUrl } from './signedUrl.js'
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
