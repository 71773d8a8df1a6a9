export { createMemoryStore, type MemoryStoreOptions } from './server/createMemoryStore.js'
export { createVideoProxy, type VideoProxy } from './server/createVideoProxy.js'
export { signContentUrl, type SignContentUrlOptions } from './server/signContentUrl.js'
export type { VideoProxyCacheOptions } from './server/VideoProxyCacheOptions.js'
export type {
  VideoProxyAuthorize,
  VideoProxyAuthorizeResult,
  VideoProxyCall,
  VideoProxyFile,
  VideoProxyParams,
  VideoProxyRateContext,
  VideoProxyRateResult,
  VideoProxyUser,
} from './server/VideoProxyCall.js'
export type { VideoProxyContentLinks } from './server/VideoProxyContentLinks.js'
export type { VideoProxyLimits, VideoProxyModelLimits } from './server/VideoProxyLimits.js'
export type {
  VideoProxyErrorContext,
  VideoProxyFetch,
  VideoProxyOptions,
} from './server/VideoProxyOptions.js'
export type { VideoProxyStore } from './server/VideoProxyStore.js'
