import type { ProxyRequirement } from 'react-video-task/testing'

/** What evidence holds of one run alone is written as `ID` and `N`. */
export const withoutRun = (evidence: string): string =>
  evidence
    .replaceAll(/task_\w{15,24}/g, 'ID')
    .replaceAll(/request id \w{24}/g, 'request id ID')
    .replaceAll(/\b\d+ ms\b/g, 'N ms')
    .replaceAll(/none of \d+ answers/g, 'none of N answers')

/** The evidence about a correct proxy. */
export const PASSED: Partial<Record<ProxyRequirement, string>> = {
  routes: '4 other paths and 9 other methods were refused',
  'path-traversal': '8 ids were answered 400, and the API was not called',
  authentication: 'poll, download and create without credentials answered 403',
  ownership: 'another user was answered 404, 404',
  'private-answers': 'after the owner, others were answered 404 or 403',
  'cross-site':
    'POST /videos, origin: https://elsewhere.example, sec-fetch-site: cross-site answered 403 (application/json): {"error":{"message":"This request comes from a page of anoth',
  'many-values': 'the bodies were answered 400, 413, 413, 413, 400, 413',
  'closed-limits': 'the API received none of n, metadata, model_name, model[], duration, task_id',
  'request-headers': '3 upstream requests had none of cookie, x-check, x-forwarded-for, x-target-url',
  'response-headers': 'the answers to create, poll and download had none of them',
  'error-messages': 'the errors of create, poll and download contained none of them',
  'request-id': 'the answer to a poll that failed upstream has the request id ID',
  'json-errors': '6 errors had this format',
  ranges: 'bytes=0-1, bytes=100-299, bytes=31621-, bytes=-7 of 31626 bytes were answered with 206',
  'unsatisfiable-range': '416, Content-Range bytes */31626',
  'range-fallback': 'bytes=0-1 and bytes=100-299 were answered with 206',
  head: '200, video/mp4, Content-Length 31626',
  nosniff: '3 answers had it',
  'cache-control': 'no-store and private',
  'text-as-video': 'answered 502, 502, 502, 502',
  redirects: 'answered 502, 502, 502, 502',
  streaming: 'a chunk arrived N ms before the next one',
  abort: 'the upstream download ended N ms after the viewer disconnected',
  'create-once': 'the creates with create-503, create-429, create-cut, create-reset were sent once',
  'shared-polls': '8 concurrent polls caused 1 upstream requests',
  'many-tasks': 'a request for two tasks was answered as one for each, one for 51 refused',
  'api-key': 'the key is in none of N answers; the API echoed it in three of them',
  'poll-hints': 'Retry-After: 7 and openai-poll-after-ms: 7000 were forwarded',
}

/** The evidence about a proxy with the defect of each requirement. */
export const FAILED: Partial<Record<ProxyRequirement, string>> = {
  routes: 'GET /models answered 200 (application/json): {"data":[]}',
  'path-traversal': 'the API was called: GET /v1/models, GET /v1/models/content',
  authentication: [
    'GET /videos/ID without credentials answered 200 (application/json): {"id":"ID","object":"video","mode',
    'GET /videos/ID/content without credentials answered 200 (video/mp4)',
    'POST /videos without credentials answered 200 (application/json): {"id":"ID","object":"video","mode',
  ].join('; '),
  'private-answers': [
    'GET /videos/ID/content as another user, if-none-match: "landscape16x9-31626" answered 304 (no content type)',
    'GET /videos/ID/content without credentials, if-none-match: "landscape16x9-31626" answered 304 (no content type)',
  ].join('; '),
  'many-values': [
    'the API was called: POST /v1/videos',
    'the API was called: POST /v1/videos',
    'the API was called: POST /v1/videos',
    'the API was called: POST /v1/videos',
    'the API was called: POST /v1/videos',
  ].join('; '),
  'cross-site':
    'POST /videos, origin: https://elsewhere.example, sec-fetch-site: cross-site answered 200 (application/json): {"id":"ID","object":"video","mode, and the API was called',
  'request-headers': [
    'POST /v1/videos had x-forwarded-for',
    'GET /v1/videos/ID had x-forwarded-for',
    'GET /v1/videos/ID/content had x-forwarded-for',
  ].join('; '),
  'response-headers': [
    'POST /videos answered with server',
    'GET /videos/ID answered with server',
    'GET /videos/ID/content answered with server',
  ].join('; '),
  'error-messages': [
    'POST /videos answered 503 (application/json): {"error":{"message":"No available channel for model wan2.6 u',
    'GET /videos/ID answered 500 (application/json): {"code":"get_channel_failed","message":"channel 17 is not av',
    'GET /videos/ID/content answered 503 (application/json): {"error":{"message":"No available channel for model wan2.6 u',
  ].join('; '),
  'request-id': 'the answer to a poll that failed upstream has no request id',
  'json-errors': [
    'POST /videos answered 502 (text/plain): Bad Gateway',
    'GET /videos/ID answered 524 (text/plain): Bad Gateway',
    'GET /videos/ID answered 503 (text/plain): Bad Gateway',
    'GET /videos/ID/content answered 502 (text/plain): Bad Gateway',
  ].join('; '),
  ranges: [
    'GET /videos/ID/content, range: bytes=0-1 answered with Content-Range bytes 0-1/316260, not bytes 0-1/31626',
    'GET /videos/ID/content, range: bytes=100-299 answered with Content-Range bytes 100-299/316260, not bytes 100-299/31626',
    'GET /videos/ID/content, range: bytes=31621- answered with Content-Range bytes 31621-31625/316260, not bytes 31621-31625/31626',
    'GET /videos/ID/content, range: bytes=-7 answered 502 (application/json): {"error":{"message":"The video API answered another part tha',
  ].join('; '),
  'range-fallback': [
    'GET /videos/ID/content, range: bytes=0-1 answered 200 (video/mp4)',
    'GET /videos/ID/content, range: bytes=100-299 answered 200 (video/mp4)',
  ].join('; '),
  'unsatisfiable-range':
    'GET /videos/ID/content, range: bytes=999999999999- answered 400 (application/json): {"error":{"message":"No","type":"server_error","param":null,',
  head: [
    'HEAD /videos/ID/content answered 405 (no content type)',
    'its content type is not video/mp4',
    'its Content-Length is null, not 31626',
  ].join('; '),
  nosniff: [
    'GET /videos/..%2Fcheck was answered without it',
    'GET /videos/ID was answered without it',
    'GET /videos/ID/content was answered without it',
  ].join('; '),
  'cache-control': [
    'GET /videos/ID answered 200 with cache-control: public, max-age=60',
    'GET /videos/ID/content answered 200 with cache-control: public, max-age=60',
    'GET /videos/ID/content, range: bytes=0-1 answered 206 with cache-control: public, max-age=60',
    'GET /videos/video-proxy-check answered 404 with cache-control: public, max-age=60',
    'GET /videos/..%2Fcheck answered 400 with cache-control: public, max-age=60',
    'HEAD /videos/ID/content answered 200 with cache-control: public, max-age=60',
    'GET /videos/ID/content, if-none-match: "landscape16x9-31626" answered 200 with cache-control: public, max-age=60',
  ].join('; '),
  'text-as-video': [
    'GET /videos/ID/content answered 200 (video/mp4)',
    'GET /videos/ID/content answered 200 (video/mp4)',
    'GET /videos/ID/content answered 200 (video/mp4)',
    'GET /videos/ID/content answered 200 (video/mp4)',
  ].join('; '),
  redirects: [
    'POST /videos answered 302 (no content type)',
    'GET /videos/ID answered 302 (no content type)',
    'GET /videos/ID answered 302 (no content type)',
  ].join('; '),
  streaming: 'all 1 chunks of a body that takes 1.8 s arrived at once',
  abort: 'N ms after the viewer disconnected the API was still sending',
  'poll-hints': 'the API sent Retry-After: 7, the caller got null',
  'create-once': 'the create with create-503 was sent 2 times',
  'api-key': 'the key is in the answer to POST /videos, GET /videos/ID, GET /videos/ID/content',
  ownership: [
    'GET /videos/ID as another user answered 200 (application/json): {"id":"ID","object":"video","mode',
    'GET /videos/ID/content as another user answered 200 (video/mp4)',
  ].join('; '),
  'closed-limits': [
    'the API received n: 10',
    'the API received metadata: {"model":"wan2.7"}',
    'the API received model_name: wan2.7',
    'the API received duration: 15',
  ].join('; '),
  'shared-polls': '8 concurrent polls caused 2 upstream requests',
  'many-tasks': [
    'GET /videos?ids=ID,video-proxy-check as another user answered 200 (application/json): {"object":"video.batch","data":[ {"id":"ID',
    'GET /videos?ids=ID,video-proxy-check without credentials answered 200 (application/json): {"object":"video.batch","data":[ {"id":"ID',
  ].join('; '),
}
