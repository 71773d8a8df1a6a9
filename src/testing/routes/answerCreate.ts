import { ApiFault } from '../http/ApiFault.js'
import { jsonResponse } from '../http/jsonResponse.js'
import { scenarioOfPrompt } from '../scenarios/scenarioOfPrompt.js'
import type { EmulatedTask } from '../tasks/EmulatedTask.js'
import { randomId } from '../tasks/randomId.js'
import { toWireTask } from '../tasks/toWireTask.js'
import type { Exchange } from './Exchange.js'
import { readCreateForm } from './readCreateForm.js'

/** `POST …/videos`: makes a task. */
export async function answerCreate(exchange: Exchange): Promise<{ response: Response; taskId: string }> {
  const { request, tasks, duration, now, urlLifetime, url } = exchange
  const form = await readCreateForm(request)
  const scenario = scenarioOfPrompt(form.prompt)
  if (scenario.refusal) throw new ApiFault(scenario.refusal)
  const id = `task_${randomId(24)}`
  const task: EmulatedTask = { id, ...form, scenario, createdAt: now, duration, fields: {} }
  tasks.set(id, task)
  return { response: jsonResponse(toWireTask(task, { now, urlLifetime, origin: url.origin })), taskId: id }
}
