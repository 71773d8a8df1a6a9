export { checkVideoProxy } from './testing/check/checkVideoProxy.js'
export type { ProxyFetch } from './testing/check/CheckContext.js'
export type { CheckVideoProxyOptions, ProxyCheckResult, ProxyGuarantee } from './testing/check/ProxyCheck.js'
export { createVideoEmulator } from './testing/createVideoEmulator.js'
export { promptMarkers, type PromptMarker } from './testing/scenarios/scenarios.js'
export type { Scenario, ScenarioMoment, ScenarioRequest } from './testing/scenarios/Scenario.js'
export { emulatorScenarios, type ScenarioInfo, type ScenarioName } from './testing/scenarios/scenarios.js'
export type { AnswerStep, ScenarioStep, StateStep } from './testing/scenarios/Scenario.js'
export type { ScenarioChoice } from './testing/scenarios/resolveScenario.js'
export type { EmulatedAnswer } from './testing/answers.js'
export type { FaultName } from './testing/faults.js'
export {
  videoTaskHandlers,
  type MswHttp,
  type VideoTaskHandlersOptions,
} from './testing/videoTaskHandlers.js'
export type { ApiError } from './testing/http/apiErrors.js'
export type { EmulatedRequest } from './testing/VideoEmulator.js'
export type { TaskSeed } from './testing/VideoEmulator.js'
export type { TaskView } from './testing/tasks/TaskState.js'
export type { TaskState } from './testing/tasks/TaskState.js'
export type { VideoEmulator } from './testing/VideoEmulator.js'
export type { VideoEmulatorOptions } from './testing/VideoEmulator.js'
export type { WireTaskError, WireVideoTask } from './testing/tasks/TaskState.js'
