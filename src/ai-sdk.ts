export { createVideoModel, type VideoModelOptions } from './ai-sdk/createVideoModel.js'
export {
  createVideoModelClient,
  type GenerateVideoSettings,
  type VideoModelClientOptions,
  type VideoModelGenerator,
  type VideoModelImage,
} from './ai-sdk/createVideoModelClient.js'
export { VideoGenerationError } from './ai-sdk/VideoGenerationError.js'
export type {
  VideoModelCallOptions,
  VideoModelFile,
  VideoModelMetadata,
  VideoModelResult,
  VideoModelV3,
  VideoModelVideo,
  VideoModelWarning,
} from './ai-sdk/VideoModel.js'
