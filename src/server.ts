export { createVideoProxy, type VideoProxy } from './server/createVideoProxy.js'
export {
  type VideoProxyAuthorize,
  type VideoProxyAuthorizeResult,
  type VideoProxyCall,
  type VideoProxyErrorContext,
  type VideoProxyFetch,
  type VideoProxyOptions,
} from './server/VideoProxyOptions.js'
