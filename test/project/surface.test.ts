import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entryPointAliases, entryPoints } from '../../scripts/entry-points.js'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

const CLIENT = [
  'createDurationStore',
  'createVideoTaskRegistry',
  'estimateTimeLeft',
  'smoothProgress',
  'summarizeVideoTasks',
  'videoUrlExpiry',
  'VideoApiError',
  'VideoNetworkError',
  'VideoResponseError',
  'VideoTaskError',
  'assertTaskId',
  'createVideoClient',
  'isTerminal',
  'isVideoTaskError',
  'nextPoll',
  'openVideoContent',
  'readVideoContent',
  'findVideoModel',
  'findVideoPrice',
  'videoModels',
  'videoTaskState',
  'fetchWithUploadProgress',
]

const ENTRY_POINTS: Record<string, string[]> = {
  'react-video-task': [
    ...CLIENT,
    'VideoTaskProvider',
    'createVideoTaskOptions',
    'deleteVideoTaskOptions',
    'remixVideoTaskOptions',
    'videoTaskListOptions',
    'useDeleteVideoTask',
    'useRemixVideoTask',
    'useVideoTaskList',
    'clearVideoTasks',
    'subscribeToVideoTasks',
    'resumeVideoTask',
    'usePendingVideoTasks',
    'useVideoTaskHistory',
    'useVideoTaskDownload',
    'useVideoReferences',
    'useVideoUpload',
    'useVideoTaskEvents',
    'useVideoTaskNotifications',
    'useCreateVideoTask',
    'useVideoTask',
    'useVideoTaskSource',
    'useVideoTasks',
    'videoTaskKeys',
    'videoTaskOptions',
  ],
  'react-video-task/ai-sdk': ['createVideoModel', 'createVideoModelClient', 'VideoGenerationError'],
  'react-video-task/client': [...CLIENT, 'parseVideoTask'],
  'react-video-task/components': [
    'VideoTaskActions',
    'VideoTaskCard',
    'VideoTaskRefreshButton',
    'VideoTaskCopyLink',
    'VideoTaskDownload',
    'VideoTaskErrorMessage',
    'VideoTaskForm',
    'VideoTaskFormError',
    'VideoTaskFormField',
    'VideoTaskFormPrice',
    'VideoTaskFormSubmit',
    'VideoTaskList',
    'VideoTaskNotifyButton',
    'VideoTaskPlayer',
    'VideoTaskProgress',
    'VideoTaskReferences',
    'VideoTaskRoot',
    'VideoTaskStatus',
    'VideoTaskSteps',
    'VideoTaskRetryButton',
    'useVideoTaskForm',
    'useVideoTaskShareActions',
    'useVideoTaskWatch',
  ],
  'react-video-task/devtools': ['VideoTaskDevtools', 'VideoTaskDevtoolsPanel', 'videoTaskDevtoolsPlugin'],
  'react-video-task/messages': [
    'describeVideoTaskError',
    'chineseErrorMessages',
    'chineseMessages',
    'englishErrorMessages',
    'englishMessages',
    'frenchErrorMessages',
    'frenchMessages',
    'germanErrorMessages',
    'germanMessages',
    'japaneseErrorMessages',
    'japaneseMessages',
    'portugueseErrorMessages',
    'portugueseMessages',
    'spanishErrorMessages',
    'spanishMessages',
    'getVideoTaskErrorKind',
  ],
  'react-video-task/schemas': [
    'apiErrorSchema',
    'createVideoSchema',
    'documentedTaskSchema',
    'remixVideoSchema',
    'videoTaskDeletionSchema',
    'videoTaskPageSchema',
    'videoTaskSchema',
  ],
  'react-video-task/server': [
    'createDirectoryArchive',
    'createS3Archive',
    'createMemoryStore',
    'createSqliteTaskStore',
    'createVideoCatalogue',
    'createVideoLinkPage',
    'createVideoProxy',
    'signContentUrl',
    'watchVideoTasks',
    'pollVideoTaskOnce',
    'readVideoTaskLink',
    'readVideoTaskRow',
  ],
  'react-video-task/tabs': ['createVideoTaskTabs'],
  'react-video-task/testing': [
    'checkTaskStore',
    'checkVideoProxy',
    'createVideoEmulator',
    'emulatorScenarios',
    'promptMarkers',
    'videoTaskHandlers',
  ],
}

describe('public entry points', () => {
  it.each(Object.entries(ENTRY_POINTS))('%s exports exactly its documented names', async (entry, names) => {
    expect(Object.keys(await import(entry)).sort()).toEqual([...names].sort())
  })

  it('package.json exports the same entry points, and each resolves to its source in tests', () => {
    const { exports } = JSON.parse(read('package.json'))
    const named = Object.keys(exports).filter((path) => !path.endsWith('.json'))
    const expected = [...Object.keys(ENTRY_POINTS), 'react-video-task/styles.css'].map((name) =>
      name.replace('react-video-task', '.'),
    )
    expect(named.sort()).toEqual(expected.sort())
    for (const entry of Object.keys(ENTRY_POINTS))
      expect(entryPointAliases.some(({ find }) => find.test(entry))).toBe(true)
  })

  it('each entry point re-exports by name only', () => {
    for (const entryPoint of entryPoints) {
      const source = read(`src/${entryPoint}.ts`)
      expect(source.replace(/export (type )?\{[^}]*\} from '[^']+'\n/g, '')).toBe('')
    }
  })
})
