import type { Shown } from './Line.js'

/** What an app writes without this library. */
export async function retrieve(id: string): Promise<Shown> {
  const response = await fetch(`/api/v1/videos/${id}`)
  if (!response.ok) throw new Error(`The API answered ${response.status}.`)
  return response.json()
}

/** Whether a task has ended, so that asking may end. */
export function isOver(task: Shown | undefined): boolean {
  return task !== undefined && task.status !== 'queued' && task.status !== 'in_progress'
}
