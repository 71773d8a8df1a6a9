import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faceNames } from '../../scripts/face-names.js'
import { faces } from '../../scripts/faces.js'

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
  'nextPoll',
  'openVideoContent',
  'parseVideoTask',
  'readVideoContent',
  'videoModels',
  'videoTaskSchema',
  'videoTaskState',
]

const ENTRIES: Record<string, string[]> = {
  'react-video-task': [
    ...CLIENT,
    'VideoTaskProvider',
    'createVideoTaskOptions',
    'clearVideoTasks',
    'subscribeToVideoTasks',
    'resumeVideoTask',
    'usePendingVideoTasks',
    'useVideoTaskDownload',
    'useVideoTaskEvents',
    'useVideoTaskNotifications',
    'useCreateVideoTask',
    'useVideoTask',
    'useVideoTaskSource',
    'useVideoTasks',
    'videoTaskKeys',
    'videoTaskOptions',
  ],
  'react-video-task/client': CLIENT,
  'react-video-task/components': [
    'VideoTaskActions',
    'VideoTaskCard',
    'VideoTaskRefreshButton',
    'VideoTaskCopyLink',
    'VideoTaskDownload',
    'VideoTaskErrorMessage',
    'VideoTaskList',
    'VideoTaskNotifyButton',
    'VideoTaskPlayer',
    'VideoTaskProgress',
    'VideoTaskRoot',
    'VideoTaskStatus',
    'VideoTaskSteps',
    'VideoTaskRetryButton',
    'useVideoTaskWatch',
  ],
  'react-video-task/messages': [
    'chineseErrorMessages',
    'chineseMessages',
    'describeVideoTaskError',
    'englishErrorMessages',
    'englishMessages',
    'getVideoTaskErrorKind',
  ],
  'react-video-task/server': ['createMemoryStore', 'createVideoProxy', 'signContentUrl'],
  'react-video-task/tabs': ['createVideoTaskTabs'],
  'react-video-task/testing': [
    'checkVideoProxy',
    'createVideoEmulator',
    'emulatorScenarios',
    'promptMarkers',
    'videoTaskHandlers',
  ],
}

describe('what users can import', () => {
  it.each(Object.entries(ENTRIES))('%s holds exactly its documented names', async (entry, names) => {
    expect(Object.keys(await import(entry)).sort()).toEqual([...names].sort())
  })

  it('package.json names the same entries, and each has a source', () => {
    const { exports } = JSON.parse(read('package.json'))
    const named = Object.keys(exports).filter((path) => !path.endsWith('.json'))
    const expected = [...Object.keys(ENTRIES), 'react-video-task/styles.css'].map((name) =>
      name.replace('react-video-task', '.'),
    )
    expect(named.sort()).toEqual(expected.sort())
    for (const entry of Object.keys(ENTRIES)) expect(faces.some(({ find }) => find.test(entry))).toBe(true)
  })

  it('faces only re-export by name, so that nothing leaves by accident', () => {
    for (const face of faceNames) {
      const source = read(`src/${face}.ts`)
      expect(source.replace(/export (type )?\{[^}]*\} from '[^']+'\n/g, '')).toBe('')
    }
  })
})
