import { checkVideoProxy, type CheckVideoProxyOptions } from 'react-video-task/testing'
import { checkOptions, createCheckedProxy, createUpstream } from './createCheckedProxy.js'
import type { Defect, Handler } from './defectHelpers.js'
import { withoutRun } from './evidence.js'
import { notPassed } from './readResults.js'

/** What a check says of a proxy that violates several requirements. */
export async function problemsOf(defect: Defect) {
  const emulator = createUpstream()
  const proxy = createCheckedProxy(emulator.fetch, defect)
  return notPassed(await checkVideoProxy(proxy, checkOptions(emulator))).map(withoutRun)
}

/** What a check says of a route without an emulator, for the user of one task. */
export async function verdictsOf(route: Handler, options: CheckVideoProxyOptions = {}) {
  const user = { taskId: 'task_1', headers: { cookie: 'user=a' } }
  const results = await checkVideoProxy(route, { ...user, ...options })
  const verdicts = results.map(({ requirement, status, evidence }) => [requirement, `${status}: ${evidence}`])
  return Object.fromEntries(verdicts)
}
