export { createVideoEmulator } from './testing/createVideoEmulator.js'
export { promptMarkers, type PromptMarker } from './testing/scenarios/promptMarkers.js'
export type { Scenario, ScenarioMoment } from './testing/scenarios/Scenario.js'
export type { ScenarioName } from './testing/scenarios/scenarios.js'
export {
  videoTaskHandlers,
  type MswHttp,
  type VideoTaskHandlersOptions,
} from './testing/videoTaskHandlers.js'
export type { ApiError } from './testing/http/ApiError.js'
export type { EmulatedRequest } from './testing/EmulatedRequest.js'
export type { TaskSeed } from './testing/TaskSeed.js'
export type { TaskState } from './testing/tasks/TaskState.js'
export type { VideoEmulator } from './testing/VideoEmulator.js'
export type { VideoEmulatorOptions } from './testing/VideoEmulatorOptions.js'
export type { WireTaskError, WireVideoTask } from './testing/tasks/WireVideoTask.js'
