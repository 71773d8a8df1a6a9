export { createDirectoryArchive } from './server/archive/directoryArchive.js'
export { createS3Archive, type S3ArchiveOptions, type S3Client } from './server/archive/s3Archive.js'
export type { VideoProxyArchive, VideoProxyFilm } from './server/archive/archiveOptions.js'
export type { VideoArchiveMeta, VideoArchiveRange, VideoArchiveStore } from './server/archive/archiveStore.js'
export { createVideoCatalogue, type VideoCatalogueOptions } from './server/catalogue.js'
export { createMemoryStore, type MemoryStoreOptions } from './server/stores.js'
export { createVideoProxy, type VideoProxy, type VideoProxyWithClient } from './server/createVideoProxy.js'
export { createVideoLinkPage, type VideoLinkPageOptions } from './server/access/linkPage.js'
export { readVideoTaskLink } from './server/access/taskShares.js'
export { signContentUrl, type SignContentUrlOptions } from './server/access/contentLinks.js'
export type { VideoProxyApiKey } from './server/options.js'
export type {
  VideoProxyAuthorize,
  VideoProxyAuthorizeCreate,
  VideoProxyAuthorizeCreateResult,
  VideoProxyAuthorizeResult,
  VideoProxyCall,
  VideoProxyCreateContext,
  VideoProxyCreatedContext,
  VideoProxyCreateFailure,
  VideoProxyEndedContext,
  VideoProxyErrorContext,
  VideoProxyFile,
  VideoProxyKept,
  VideoProxyOnCreated,
  VideoProxyParams,
  VideoProxyRateContext,
  VideoProxyRateResult,
  VideoProxyUpload,
  VideoProxyUser,
} from './server/calls.js'
export type { VideoProxyContentLinks } from './server/options.js'
export type {
  VideoProxyLimitedValues,
  VideoProxyLimits,
  VideoProxyModelLimits,
  VideoProxyQuota,
  VideoProxyQuotaCounter,
} from './server/limitOptions.js'
export type { VideoProxyFetch, VideoProxyOptions } from './server/options.js'
export type { VideoProxyCacheOptions, VideoProxyStore } from './server/stores.js'
export type { VideoModelDefaults, VideoModelReferences } from './core/models/videoModels.js'
export {
  createSqliteTaskStore,
  type SqliteDatabase,
  type SqliteTaskStoreOptions,
} from './server/records/sqliteTaskStore.js'
export { readVideoTaskRow, type VideoProxyStoredTask } from './server/records/taskRecord.js'
export type {
  VideoProxyTaskQuery,
  VideoProxyTaskRow,
  VideoProxyTaskStore,
} from './server/records/taskStore.js'
export {
  type PolledVideoTask,
  pollVideoTaskOnce,
  type PollVideoTaskOnceOptions,
  type VideoTaskPoll,
} from './core/polling/pollVideoTaskOnce.js'
export {
  type VideoTaskWatch,
  watchVideoTasks,
  type WatchedVideoTask,
  type WatchVideoTasksOptions,
} from './core/polling/watchVideoTasks.js'
