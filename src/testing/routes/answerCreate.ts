import { ApiFault } from '../http/ApiFault.js'
import { jsonResponse } from '../http/jsonResponse.js'
import type { ScenarioRequest } from '../scenarios/Scenario.js'
import type { EmulatedTask } from '../tasks/EmulatedTask.js'
import { newTaskId } from '../tasks/newTaskId.js'
import { nothingAsked } from '../tasks/nothingAsked.js'
import { stateAt } from '../tasks/stateAt.js'
import { checkCreateForm } from './checkCreateForm.js'
import type { Exchange } from './Exchange.js'
import { listFields, readForm } from './readForm.js'
import { respond } from './respond.js'
import { scenarioOfHeader, scenarioOfTask } from './scenarioOf.js'
import { writeTask } from './writeTask.js'

/** `POST …/videos`: makes a task. */
export async function answerCreate(exchange: Exchange): Promise<Response> {
  const { request, settings, state, entry, signal } = exchange
  const { clock, duration } = settings
  const form = await readForm(request)
  entry.params = listFields(form)
  const id = newTaskId(settings, state)
  const prompt = form.get('prompt')
  const scenario =
    scenarioOfHeader(request.headers, settings, id) ??
    scenarioOfTask(settings, id, typeof prompt === 'string' ? prompt : '')
  // A create has no task to count by; what a script needs to know is how many there were.
  const earlier = Array.from({ length: state.createCount++ }, () => 0)
  const asked: ScenarioRequest = { route: 'create', elapsed: 0, duration, earlier, polls: [] }

  return respond(
    exchange,
    scenario,
    asked,
    () => '',
    () => {
      signal.throwIfAborted()
      const fields = checkCreateForm(form)
      if (scenario.refusal) throw new ApiFault(scenario.refusal)
      const now = clock.now()
      const task: EmulatedTask = {
        ...{ id, ...fields, scenario, createdAt: now, duration, fields: {} },
        asked: nothingAsked(),
      }
      state.tasks.set(id, task)
      entry.taskId = id
      return jsonResponse(writeTask(exchange, task, { state: stateAt(task, now), scenario, asked, now }))
    },
  )
}
