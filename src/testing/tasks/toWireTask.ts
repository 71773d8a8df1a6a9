import type { EmulatedTask } from './EmulatedTask.js'
import { signFileUrl } from './signFileUrl.js'
import type { TaskState } from './TaskState.js'
import type { WireVideoTask } from './WireVideoTask.js'

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
