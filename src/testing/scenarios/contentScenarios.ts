import type { EmulatedAnswer } from '../http/deliverAnswer.js'
import type { Scenario, ScenarioRequest } from './Scenario.js'

/** Changes every response on these routes. */
const onRoutes =
  (...routes: ScenarioRequest['route'][]) =>
  (answer: EmulatedAnswer): Scenario => ({
    intercept: ({ route }) => (routes.includes(route) ? answer : undefined),
  })

const onContent = onRoutes('content')
const onContentAndFile = onRoutes('content', 'file')

/** Faults of the video bytes, on the content route and mostly on the file as well. */
export const contentScenarios = {
  'content-refused': {
    description: 'the content route always answers "not ready yet"',
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
    description: 'the content route redirects to the file',
    scenario: onContent({ status: 302, headers: { location: '{video_url}' } }),
  },
  'no-ranges': {
    description: 'Range is ignored, the whole video is sent',
    scenario: onContentAndFile({ ranges: false }),
  },
  'octet-stream': {
    description: 'the video has the type application/octet-stream',
    scenario: onContentAndFile({ headers: { 'content-type': 'application/octet-stream' } }),
  },
  'json-as-mp4': {
    description: '200 video/mp4 with a JSON error as its body',
    scenario: onContentAndFile({
      headers: { 'content-type': 'video/mp4' },
      body: {
        error: {
          message: 'Video content is not available',
          type: 'server_error',
          param: null,
          code: 'fetch_video_failed',
        },
      },
    }),
  },
  'html-as-mp4': {
    description: '200 video/mp4 with an HTML page as its body',
    scenario: onContentAndFile({
      headers: { 'content-type': 'video/mp4' },
      body: '<!doctype html><title>Sign in</title><h1>Sign in</h1>',
    }),
  },
} satisfies Record<string, { description: string; scenario: Scenario }>
