import type { TaskState } from './TaskState.js'

/** A task as the emulator knows it, whatever its answers say. */
export interface TaskView {
  readonly id: string
  readonly model: string
  readonly prompt: string
  readonly seconds: string
  readonly size: string
  /** Milliseconds on the emulator's clock. */
  readonly createdAt: number
  /** Where it stands now: what the next poll would learn, if nothing else went wrong. */
  readonly state: TaskState
  /** Where it will end, if it is watched for long enough; a task that never ends is still running here. */
  readonly ending: TaskState
}
