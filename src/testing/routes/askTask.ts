import type { ScenarioRequest } from '../scenarios/Scenario.js'
import type { Scenario } from '../scenarios/Scenario.js'
import type { EmulatedTask } from '../tasks/EmulatedTask.js'
import { signFileUrl } from '../tasks/signFileUrl.js'
import { stateAt } from '../tasks/stateAt.js'
import type { TaskState } from '../tasks/TaskState.js'
import type { Exchange } from './Exchange.js'
import { respond } from './respond.js'
import { scenarioOfHeader } from './scenarioOf.js'

/** What a route needs to answer as usual. */
export interface UsualContext {
  /** Where the task stands. */
  state: TaskState
  scenario: Scenario
  asked: ScenarioRequest
  /** Whether the bytes of a video heed `Range`. */
  ranges: boolean
  /** Milliseconds on the emulator's clock. */
  now: number
}

/** Answers a request about a task, and remembers that it was asked. */
export function askTask(
  exchange: Exchange,
  task: EmulatedTask,
  route: keyof EmulatedTask['asked'],
  usual: (context: UsualContext) => Response | Promise<Response>,
): Promise<Response> {
  const { settings, request, url } = exchange
  const { clock } = settings
  const scenario = scenarioOfHeader(request.headers, settings, task.id) ?? task.scenario
  const elapsed = Math.max(0, clock.now() - task.createdAt)
  const [earlier, polls] = [[...task.asked[route]], [...task.asked.retrieve]]
  const asked: ScenarioRequest = { route, elapsed, duration: task.duration, earlier, polls }
  task.asked[route].push(elapsed)

  const videoUrl = () =>
    signFileUrl(url.origin, task.id, Math.ceil((clock.now() + settings.urlLifetime) / 1000))
  return respond(exchange, scenario, asked, videoUrl, ({ ranges = true }) => {
    const now = clock.now()
    return usual({ state: stateAt(task, now, polls, scenario), scenario, asked, ranges, now })
  })
}
