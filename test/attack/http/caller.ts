import type { RawRequest } from './exchange.js'
import { formRequest, partsOf } from './forms.js'
import { fieldOf, jsonOf } from './readAnswer.js'
import type { Random } from '../random.js'
import type { Target } from '../Target.js'

/** An honest create. */
export const CREATE = { model: 'wan2.6', prompt: 'A lake' }

/** An honest request of each kind. */
export const REQUESTS = {
  poll: (random: Random): RawRequest => ({ path: `/api/v1/videos/task_${random.text(8)}` }),
  create: (): RawRequest => formRequest(partsOf(CREATE)),
  content: (random: Random): RawRequest => ({ path: `/api/v1/videos/task_${random.text(8)}/content` }),
}

/** Creates a task and gives the id that its creator gets. */
export async function createTask(target: Target, origin: string, user?: string): Promise<string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ...(user && { 'x-user': user }),
  }
  const { answer } = await target.send(origin, {
    method: 'POST',
    path: '/api/v1/videos',
    headers,
    body: JSON.stringify(CREATE),
  })
  const id = answer && fieldOf(jsonOf(answer), 'id')
  if (typeof id !== 'string')
    throw new Error(`An honest create was answered with ${answer?.status ?? 'nothing'}.`)
  return id
}

/** The query of the signed link that a completed task comes with. */
export async function linkOf(target: Target, origin: string, id: string, user: string): Promise<string> {
  const { answer } = await target.send(origin, { path: `/api/v1/videos/${id}`, headers: { 'x-user': user } })
  const url = answer && fieldOf(jsonOf(answer), 'video_url')
  if (typeof url !== 'string') throw new Error('A completed task came without a signed link.')
  return new URL(url).search
}
