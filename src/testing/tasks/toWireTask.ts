import type { EmulatedTask } from './EmulatedTask.js'
import { signFileUrl } from './signFileUrl.js'
import { stateAt } from './stateAt.js'
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

/** The body of a retrieve at this moment. */
export function toWireTask(task: EmulatedTask, context: Context): WireVideoTask {
  const state = stateAt(task, context.now)
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
      const completed_at = Math.floor((task.createdAt + task.duration) / 1000)
      const video_url = videoUrl(task, state.url ?? 'fresh', context)
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

function videoUrl(task: EmulatedTask, url: 'fresh' | 'expired' | 'none', context: Context) {
  if (url === 'none') return undefined
  const completedAt = task.createdAt + task.duration
  if (url === 'expired') return signFileUrl(context.origin, task.id, Math.floor(task.createdAt / 1000))
  // One URL per lifetime since completion rather than one per poll: an unchanged poll has an unchanged body, and
  // a URL that has expired is replaced, without anything to remember.
  const lifetimes = Math.floor(Math.max(0, context.now - completedAt) / context.urlLifetime) + 1
  const expires = Math.ceil((completedAt + lifetimes * context.urlLifetime) / 1000)
  return signFileUrl(context.origin, task.id, expires)
}
