export { createVideoProxy, type VideoProxy } from './server/createVideoProxy.js'
export type {
  VideoProxyAuthorize,
  VideoProxyAuthorizeResult,
  VideoProxyCall,
  VideoProxyErrorContext,
  VideoProxyFetch,
  VideoProxyOptions,
} from './server/VideoProxyOptions.js'
