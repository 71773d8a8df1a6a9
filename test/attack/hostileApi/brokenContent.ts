import type { AttackGroup } from '../AttackGroup.js'
import { REQUESTS } from '../http/caller.js'
import { headerOf } from '../http/readAnswer.js'
import { answerRaw, type ApiHandler, VIDEO } from '../http/startApi.js'
import { inTurn, type Random } from '../random.js'

/** How long the API may keep silent in these proxies, in ms, and how long a viewer waits for what comes of it. */
const TIMEOUT = 400
const PATIENCE = 4_000

/** Answers with a body under a media type. */
const answerAs =
  (type: string, body: string | Buffer, status = 200): ApiHandler =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': type }).end(body)

/** Starts a video of which the rest does not come. */
const answerStart =
  (then: (destroy: () => void) => void): ApiHandler =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': VIDEO.byteLength })
    response.write(VIDEO.subarray(0, 9_000), () => then(() => response.destroy()))
  }

const before = (random: Random) => random.pick(['', ' ', '\n', '\r\n\t', '\ufeff'])
const videoType = (random: Random) =>
  random.pick(['video/mp4', '', 'application/octet-stream', 'VIDEO/MP4; codecs=x'])

/** What is no video, and videos that do not come whole. */
const CONTENT: Readonly<Record<string, (random: Random) => ApiHandler>> = {
  'a page': (random) =>
    answerAs(
      random.pick(['text/html', 'application/xhtml+xml', 'text/xml', 'TEXT/HTML; x=1']),
      '<script>alert(1)</script>',
    ),
  'a page called a video': (random) =>
    answerAs(videoType(random), `${before(random)}<!doctype html><script>1</script>`),
  'JSON called a video': (random) =>
    answerAs(videoType(random), `${before(random)}${random.pick(['{"error":"x"}', '["x"]', '"x"'])}`),
  'a picture that can hold scripts': () => answerAs('image/svg+xml', '<svg/>'),
  'a script': (random) =>
    answerAs(
      random.pick(['text/javascript', 'application/javascript', 'text/css', 'application/pdf']),
      'alert(1)',
    ),
  'several parts': () => answerAs('multipart/byteranges; boundary=x', '--x\r\n\r\nx\r\n--x--', 206),
  nothing: (random) => answerAs(videoType(random), ''),
  'a status of no meaning': (random) =>
    answerAs('video/mp4', VIDEO, random.pick([201, 202, 203, 207, 226, 299])),
  'half a video': () => answerStart((destroy) => destroy()),
  'a video that stops': () => answerStart(() => undefined),
  'two lengths': () =>
    answerRaw(
      `HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 9\r\nContent-Length: 20\r\n\r\n${VIDEO.toString('latin1', 0, 20)}`,
    ),
  'a video in a wrong coding': (random) =>
    answerRaw(
      `HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Encoding: ${random.pick(['gzip', 'br', 'deflate'])}\r\nContent-Length: 500\r\n\r\n${VIDEO.toString('latin1', 0, 500)}`,
    ),
}

export const brokenContent: AttackGroup = {
  name: 'content that is no video',
  count: 60,
  sample: 12,
  async *attacks(target, random) {
    const origin = await target.listen({ callers: 'anyone', timeout: TIMEOUT, contentTimeout: TIMEOUT })
    for (const [rule, make] of inTurn(CONTENT)) {
      const [handler, request] = [make(random.fork()), REQUESTS.content(random)]
      yield {
        rule,
        input: request.path,
        async attempt() {
          target.api.handler = handler
          const { answer } = await target.send(origin, request, PATIENCE)
          if (answer === undefined || answer.status >= 400) return undefined
          if (answer.isComplete) return 'it was passed on as a whole video'
          return headerOf(answer, 'content-type')?.startsWith('video/')
            ? undefined
            : 'it was passed on under its own type'
        },
      }
    }
  },
}
