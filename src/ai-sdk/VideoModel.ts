/**
 * A video model of the AI SDK, as `experimental_generateVideo` of `ai` 6 and 7 takes it. The types here are those of the
 * specification V3 by their shape: nothing is imported, so they hold for an app that has `ai` alone, in a strict
 * `node_modules` too, where `@ai-sdk/provider` cannot be found from here.
 *
 * @see https://github.com/vercel/ai/tree/main/packages/provider/src/video-model/v3
 */
export interface VideoModelV3 {
  readonly specificationVersion: 'v3'
  /** Names the options and the metadata of the model. */
  readonly provider: string
  readonly modelId: string
  /** The most videos of one call. */
  readonly maxVideosPerCall: number
  doGenerate(options: VideoModelCallOptions): Promise<VideoModelResult>
}

/** What `experimental_generateVideo` asks of a model. */
export interface VideoModelCallOptions {
  prompt: string | undefined
  /** Number of videos. */
  n: number
  /** `WIDTH:HEIGHT`, or `adaptive`: that of the images. */
  aspectRatio: string | undefined
  /** `WIDTHxHEIGHT` in pixels. */
  resolution: string | undefined
  /** Seconds. */
  duration: number | undefined
  fps: number | undefined
  seed: number | undefined
  /** The first frame. */
  image: VideoModelFile | undefined
  frameImages?: readonly { image: VideoModelFile; frameType: 'first_frame' | 'last_frame' }[] | undefined
  inputReferences?: readonly VideoModelFile[] | undefined
  generateAudio?: boolean | undefined
  /** By the name of the provider. */
  providerOptions: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  abortSignal?: AbortSignal | undefined
  headers?: Readonly<Record<string, string | undefined>> | undefined
}

/** An image or a video that a generation starts from: its bytes, also as base64, or its URL. */
export type VideoModelFile =
  | { type: 'file'; mediaType: string; data: string | Uint8Array }
  | { type: 'url'; url: string; mediaType?: string | undefined }

/** A video as a model returns it. */
export interface VideoModelVideo {
  type: 'binary'
  data: Uint8Array
  mediaType: string
}

/** What a model returns: the videos, and what it could not do. */
export interface VideoModelResult {
  videos: VideoModelVideo[]
  warnings: VideoModelWarning[]
  /** By the name of the provider. */
  providerMetadata: Record<string, { videos: VideoModelMetadata[] }>
  response: { timestamp: Date; modelId: string; headers: undefined }
}

/** What is known of a task of the call; null where the API does not say it. */
export type VideoModelMetadata = {
  taskId: string
  status: string | null
  /** Temporary URL of the video. */
  videoUrl: string | null
  seconds: string | number | null
  size: string | null
}

/** A setting that the model does not have, or a video that was not made. */
export type VideoModelWarning =
  { type: 'unsupported'; feature: string; details?: string } | { type: 'other'; message: string }
