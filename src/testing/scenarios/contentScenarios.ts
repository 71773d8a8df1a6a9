import type { EmulatedAnswer } from '../answers/EmulatedAnswer.js'
import type { Scenario, ScenarioRequest } from './Scenario.js'

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
