export { checkTaskStore, type TaskStoreCheckResult } from './testing/check/checkTaskStore.js'
export type {
  CheckedTaskRow,
  CheckedTaskStore,
  TaskStoreRequirement,
} from './testing/check/requirements/taskStore.js'
export { checkVideoProxy } from './testing/check/checkVideoProxy.js'
export type { CheckVideoProxyOptions, ProxyFetch } from './testing/check/CheckContext.js'
export type { ProxyCheckResult, ProxyRequirement } from './testing/check/results.js'
export { createVideoEmulator } from './testing/createVideoEmulator.js'
export type { FaultName } from './testing/faults.js'
export type { ApiError } from './testing/http/apiErrors.js'
export type { EmulatorAuth } from './testing/http/auth.js'
export type { EmulatorKeyLimit } from './testing/http/keyLimit.js'
export type { EmulatedAnswer } from './testing/http/deliverAnswer.js'
export { videoTaskHandlers, type MswHttp, type VideoTaskHandlersOptions } from './testing/mswHandlers.js'
export type { EmulatedRequest } from './testing/requestLog.js'
export { promptMarkers, type PromptMarker, type ScenarioChoice } from './testing/scenarios/chooseScenario.js'
export {
  emulatorScenarios,
  type ScenarioInfo,
  type ScenarioName,
} from './testing/scenarios/emulatorScenarios.js'
export type {
  AnswerStep,
  Scenario,
  ScenarioMoment,
  ScenarioRequest,
  ScenarioStep,
  StateStep,
} from './testing/scenarios/Scenario.js'
export type { TaskSeed } from './testing/tasks/task.js'
export type { TaskState, TaskView, WireTaskError, WireVideoTask } from './testing/tasks/TaskState.js'
export type { GatewayName, VideoEmulator, VideoEmulatorOptions } from './testing/VideoEmulator.js'
