import type { EmulatedAnswer } from '../answers.js'
import type { Fault } from '../faults.js'
import type { Scenario, ScenarioRequest } from './Scenario.js'
import { scriptScenario } from './script.js'

/** Where a fault can be had by name. */
export type Door = 'create' | 'poll' | 'content'

/** The file is no route of the API: it comes over as badly, but answers with no error of the API's. */
function isAt(door: Door, route: ScenarioRequest['route'], { answer }: Fault): boolean {
  if (door === 'create') return route === 'create'
  if (door === 'poll') return route === 'retrieve'
  return route === 'content' || (route === 'file' && answer.status === undefined)
}

/** A fault at one door; each create is a task of its own, so that one hits them all. */
export function faultScenario(door: Door, fault: Fault): Scenario {
  return {
    intercept: ({ route, earlier }) => {
      const isHit = isAt(door, route, fault) && (door === 'create' || earlier.length < fault.times)
      return isHit ? fault.answer : undefined
    },
  }
}

/** Ids that the API does not know yet. */
export const freshIds = {
  'fresh-id': {
    about: 'the first three polls answer 400 task_not_exist',
    scenario: scriptScenario([{ answer: '400-task-not-exist', times: 3 }, { answer: {} }]),
  },
  'fresh-id-404': {
    about: 'the first three polls answer 404',
    scenario: scriptScenario([{ answer: '404', times: 3 }, { answer: {} }]),
  },
  'fresh-id-10s': {
    about: 'polls of the first 10 s answer 400 task_not_exist',
    scenario: scriptScenario([{ answer: '400-task-not-exist' }, { after: 10_000, answer: {} }]),
  },
} satisfies Record<string, { about: string; scenario: Scenario }>

const onRoutes =
  (...routes: ScenarioRequest['route'][]) =>
  (answer: EmulatedAnswer): Scenario => ({
    intercept: ({ route }) => (routes.includes(route) ? answer : undefined),
  })

const onBytes = onRoutes('content', 'file')
const onContent = onRoutes('content')

const UPSTREAM_ERROR = {
  error: {
    message: 'Video content is not available',
    type: 'server_error',
    param: null,
    code: 'fetch_video_failed',
  },
}

/** What else can be wrong with the bytes of a video. */
export const contentScenarios = {
  'content-refused': {
    about: 'the content route says "not ready yet" for ever',
    scenario: onContent({
      status: 400,
      body: {
        error: {
          message: 'Video is not ready yet, current status: in_progress (request id: {request_id})',
          type: 'invalid_request_error',
          param: null,
          code: 'video_not_ready',
        },
      },
    }),
  },
  'content-redirect': {
    about: 'the content route redirects to the file',
    scenario: onContent({ status: 302, headers: { location: '{video_url}' } }),
  },
  'no-ranges': {
    about: 'the whole video, whatever range is asked for',
    scenario: onBytes({ ranges: false }),
  },
  'octet-stream': {
    about: 'the video is called application/octet-stream',
    scenario: onBytes({ headers: { 'content-type': 'application/octet-stream' } }),
  },
  'json-as-mp4': {
    about: '200 video/mp4, but JSON',
    scenario: onBytes({ headers: { 'content-type': 'video/mp4' }, body: UPSTREAM_ERROR }),
  },
  'html-as-mp4': {
    about: '200 video/mp4, but an HTML page',
    scenario: onBytes({
      headers: { 'content-type': 'video/mp4' },
      body: '<!doctype html><title>Sign in</title><h1>Sign in</h1>',
    }),
  },
} satisfies Record<string, { about: string; scenario: Scenario }>
