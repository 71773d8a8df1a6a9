import { emulatorScenarios, type ScenarioName } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { createManualClock } from '../support/createManualClock.js'
import { createTestApi } from '../support/createTestApi.js'
import { createTestTask } from '../support/createTestTask.js'

/** The usual changes of a task of 20 s, in ms: its queue takes 15 %, and its progress is uneven. */
const USUAL = [
  '0 queued 0',
  '3000 in_progress 8',
  '4889 in_progress 16',
  '6778 in_progress 27',
  '8667 in_progress 39',
  '10556 in_progress 50',
  '12445 in_progress 62',
  '14334 in_progress 73',
  '16223 in_progress 84',
  '18112 in_progress 92',
]
const HALF = USUAL.slice(0, 5)
const DONE = '20000 completed 100 with a URL'

const TIMELINES: [ScenarioName, string[]][] = [
  ['succeed', [...USUAL, DONE]],
  ['instant', ['0 completed 100 with a URL']],
  ['fail', [...HALF, '10000 failed 39']],
  ['error', [...HALF, '10000 error 39']],
  ['fail-silently', [...USUAL, '20000 failed 92']],
  ['fail-at-100', [...USUAL, '20000 failed 100']],
  ['refused-as-done', [...USUAL, '20000 done']],
  ['stuck', USUAL.slice(0, 6)],
  ['stuck-in-queue', ['0 queued 0']],
  ['stuck-at-0', ['0 queued 0', '3000 in_progress 0']],
  ['stuck-at-100', [...USUAL, '20000 in_progress 100']],
  ['jump-to-90', ['0 queued 0', '3000 in_progress 0', '14334 in_progress 90', DONE]],
  [
    'backwards',
    [
      ...['0 queued 0', '3000 in_progress 10', '6400 in_progress 60', '9800 in_progress 35'],
      ...['13200 in_progress 80', '16600 in_progress 50', DONE],
    ],
  ],
  ['early-completed-at', [...USUAL, DONE]],
  ['late-url', [...USUAL, '20000 completed 100', '25000 completed 100 with a URL']],
  ['no-url', [...USUAL, '20000 completed 100']],
]

const TURNS = TIMELINES.flatMap(([, changes]) => changes.map((change) => Number.parseInt(change)))
/** The ends of each half second, and what is next to a change of any scenario. */
const TIMES = [...new Set([...Array.from({ length: 60 }, (_, half) => half * 500), ...TURNS])]
  .flatMap((time) => [time - 1, time])
  .filter((time) => time >= 0)
  .sort((a, b) => a - b)

/** When a task changes, and to what. */
async function timelineOf(name: ScenarioName): Promise<string[]> {
  const { bodyAt } = createTestTask(name)
  const changes: string[] = []
  let last = ''
  for (const time of TIMES) {
    const { status, progress = '', video_url } = await bodyAt(time)
    const state = `${status} ${progress}${video_url ? ' with a URL' : ''}`.trim()
    if (state !== last) changes.push(`${time} ${state}`)
    last = state
  }
  return changes
}

describe('the timeline of a task', () => {
  it.each(TIMELINES)('in the scenario %s', async (name, expected) => {
    expect(await timelineOf(name)).toEqual(expected)
  })

  it('counts the first step of a script from the create, to the millisecond', async () => {
    const { now } = createManualClock(1_779_938_152_999)
    const { createTask } = createTestApi({ now, scenario: [{ status: 'completed' }] })
    expect(await createTask()).toMatchObject({ created_at: 1_779_938_152, completed_at: 1_779_938_152 })
  })
})

const ID = 'task_watched'
const CREATED = 1_779_938_152
const URL = expect.stringMatching(
  /^https:\/\/api\.cometapi\.com\/files\/task_watched\.mp4\?Expires=1779941772&Signature=[0-9a-f]{16}$/,
)
const task = (status: string, progress: unknown) => ({
  ...{ id: ID, model: 'wan2.6', object: 'video', status, progress, created_at: CREATED },
})
const REASON = 'Output data may contain inappropriate content.'
const ERROR = { error: { code: 'DataInspectionFailed', message: REASON } }
const ENDED = { completed_at: CREATED + 20, video_url: URL }
const wrap = (status: string, progress: string, fail_reason: unknown = '', finish_time = 0) => ({
  code: 'success',
  message: '',
  data: {
    ...{ task_id: ID, action: 'textGenerate', status, fail_reason, submit_time: CREATED },
    ...{ start_time: CREATED, finish_time, progress },
    data: { id: 'cgt-20260528111552-abcde', model: 'wan2.6' },
  },
})
const ofNewApi = { task_id: ID, metadata: { url: '' } }
const odd = {
  ...{ seconds: null, usage: { cost: 'n/a', tokens: [[]] }, metadata: [], expires_at: '' },
}

/** The whole bodies of a queued task, one in progress, one that is completed, and one that failed. */
const BODIES: [ScenarioName, object, object, object, object][] = [
  ['succeed', task('queued', 0), task('in_progress', 39), { ...task('completed', 100), ...ENDED }, {}],
  [
    'uppercase',
    task('SUBMITTED', 0),
    task('IN_PROGRESS', 39),
    { ...task('SUCCESS', 100), ...ENDED },
    { ...task('FAILED', 39), ...ERROR },
  ],
  [
    'wrapped',
    wrap('NOT_START', '0%'),
    wrap('IN_PROGRESS', '39%'),
    wrap('SUCCESS', '100%', URL, CREATED + 20),
    wrap('FAILURE', '39%', REASON),
  ],
  [
    'new-api',
    { ...task('unknown', 0), ...ofNewApi },
    { ...task('in_progress', 39), ...ofNewApi, completed_at: CREATED + 3 },
    { ...task('completed', 100), task_id: ID, metadata: { url: URL }, completed_at: CREATED + 20 },
    { ...task('failed', 100), ...ofNewApi, ...ERROR, completed_at: CREATED + 3 },
  ],
  [
    'milliseconds',
    { ...task('queued', 0), created_at: CREATED * 1000 },
    { ...task('in_progress', 39), created_at: CREATED * 1000 },
    {
      ...task('completed', 100),
      ...{ created_at: CREATED * 1000, completed_at: (CREATED + 20) * 1000, video_url: URL },
    },
    { ...task('failed', 39), ...ERROR, created_at: CREATED * 1000 },
  ],
  [
    'odd-fields',
    { ...task('queued', null), ...odd, error: null },
    { ...task('in_progress', '39.4%'), ...odd, error: null },
    { ...task('completed', '100.4%'), ...odd, ...ENDED, error: null },
    { ...task('failed', '39.4%'), ...odd, ...ERROR },
  ],
  [
    'json-in-text',
    task('queued', 0),
    task('in_progress', 39),
    {
      ...{ id: ID, status: 'completed', cover_url: 'https://cdn.example.com/cover.jpg' },
      resultJson: expect.stringMatching(/^\{"resultUrls":\["https:\/\/api\.cometapi\.com\/files\/.+"\]\}$/),
    },
    { ...task('failed', 39), ...ERROR },
  ],
  [
    'nested-url',
    task('queued', 0),
    task('in_progress', 39),
    {
      ...{ id: ID, status: 'completed', input: { image_url: 'https://cdn.example.com/prompt.jpg' } },
      output: {
        works: [
          {
            cover: { resource: 'https://cdn.example.com/cover.jpg' },
            video: { resource_without_watermark: URL },
          },
        ],
      },
    },
    { ...task('failed', 39), ...ERROR },
  ],
  [
    'no-status',
    { request_id: 'req_2f6c1d0a9b' },
    task('in_progress', 39),
    { ...task('completed', 100), ...ENDED },
    { ...task('failed', 39), ...ERROR },
  ],
]

describe('the whole body of a task', () => {
  it.each(BODIES)('in the dialect %s', async (name, queued, running, completed, failed) => {
    const { bodyAt } = createTestTask(name)
    expect([await bodyAt(0), await bodyAt(9_000), await bodyAt(20_000)]).toEqual([queued, running, completed])
    if (name !== 'succeed') expect(await createTestTask([name, 'fail']).bodyAt(20_000)).toEqual(failed)
  })
})

it('each scenario has a name of its own and says what it does', () => {
  const names = emulatorScenarios.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { name, description } of emulatorScenarios) {
    expect(name).toMatch(/^[a-z0-9][a-z0-9-]+$/)
    expect(description, name).toMatch(/^(?:every create: |a poll: |a download: |)[a-z0-9{R].{2}/)
  }
})
