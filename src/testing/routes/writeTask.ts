import type { EmulatedTask } from '../tasks/EmulatedTask.js'
import { toWireTask } from '../tasks/toWireTask.js'
import type { UsualContext } from './askTask.js'
import type { Exchange } from './Exchange.js'

/** The body about a task, in the dialect of its scenario. */
export function writeTask(
  { settings, url }: Exchange,
  task: EmulatedTask,
  { state, scenario, asked, now }: Omit<UsualContext, 'ranges'>,
): Record<string, unknown> {
  const { urlLifetime } = settings
  const documented = { ...toWireTask(task, state, { now, urlLifetime, origin: url.origin }) }
  return scenario.write?.(documented, asked) ?? documented
}
