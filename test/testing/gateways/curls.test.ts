import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { videoModels } from 'react-video-task/client'
import { createVideoProxy } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { serve } from '../../support/serve.js'
import { createTestApi, KEY } from '../support/createTestApi.js'
import { openapiContract } from '../support/openapiContract.js'
import { PNG } from '../support/pictures.js'

const run = promisify(execFile)

const task = { object: 'video', status: 'queued', progress: 0 }

/** A create as a page of https://apidoc.cometapi.com/api/video shows it. */
interface DocumentedCreate {
  page: string
  curl: string
  /** What the response to the create has. */
  created: Record<string, unknown>
  /** What the completed task has. */
  completed: Record<string, unknown>
  /** Fields that neither has. */
  absent?: string[]
  /** Status of the content route. @default 200 */
  content?: number
}

const hasURL = { video_url: expect.stringMatching(/^http:.*\.mp4\?/) }

const creates: DocumentedCreate[] = [
  {
    page: 'wan/create',
    curl: `curl https://api.cometapi.com/v1/videos -H "Authorization: Bearer $COMETAPI_KEY" -F model=wan2.6 \
      -F 'prompt=A small robot walks through a bright greenhouse.' -F seconds=5 -F size=1280x720`,
    created: { ...task, model: 'wan2.6' },
    completed: { model: 'wan2.6', ...hasURL },
  },
  {
    page: 'happyhorse/create',
    curl: `curl https://api.cometapi.com/v1/videos -H "Authorization: Bearer $COMETAPI_KEY" -F model=happyhorse-1.0 \
      -F 'prompt=A person reads beside a tall window.' -F seconds=3 -F size=1280x720`,
    created: { ...task, model: 'happyhorse-1.0' },
    completed: { model: 'happyhorse-1.0', ...hasURL },
  },
  {
    page: 'vidu/create',
    curl: `curl https://api.cometapi.com/v1/videos -H "Authorization: Bearer $COMETAPI_KEY" -F model=viduq3-turbo \
      -F 'prompt=An astronaut walks through soft blue fog.' -F seconds=1`,
    created: { ...task, model: 'viduq3-turbo' },
    completed: { model: 'viduq3-turbo', ...hasURL },
  },
  {
    page: 'omni/create',
    curl: `curl https://api.cometapi.com/v1/videos -H "Authorization: Bearer $COMETAPI_KEY" -F model=omni-fast \
      -F 'prompt=Ocean waves at golden hour' -F seconds=4 -F aspect_ratio=16:9 -F resolution=720p`,
    created: { ...task, model: 'omni-fast' },
    completed: { model: 'omni-fast', ...hasURL },
  },
  {
    page: 'seedance/create',
    curl: `curl https://api.cometapi.com/v1/videos -H "Authorization: Bearer $COMETAPI_KEY" \
      -F 'prompt="A slow camera push across a coastal landscape"' -F 'model="doubao-seedance-2-0"' \
      -F 'seconds="4"' -F 'size="16:9"'`,
    created: { ...task, model: 'doubao-seedance-2-0' },
    completed: { model: 'doubao-seedance-2-0', ...hasURL },
    content: 404,
  },
  {
    page: 'seedance/create, translated',
    curl: `curl https://api.cometapi.com/v1/videos -H "Authorization: Bearer $COMETAPI_KEY" \
      -F 'prompt="A slow camera push across a coastal landscape"' -F 'model="doubao-seedance-2-0-fast"' \
      -F 'seconds="5"' -F 'size="16:9"' -F 'resolution="720p"' -F input_reference=@example-file`,
    created: { ...task, model: 'doubao-seedance-2-0-fast' },
    completed: { model: 'doubao-seedance-2-0-fast', ...hasURL },
    content: 404,
  },
  {
    // The page's curl names no model, and its text asks for one.
    page: 'veo3/self-developed/veo3-async-generation, with a model',
    curl: `curl --request POST --url https://api.cometapi.com/v1/videos --header "Authorization: Bearer $COMETAPI_KEY" \
      --header 'Content-Type: multipart/form-data' --form 'prompt=A paper kite floats above a field.' \
      --form input_reference='@example-file' --form model=veo3-fast`,
    created: { ...task, model: 'veo_3_1-4K', seconds: '', size: '16x9' },
    completed: { model: 'veo_3_1-4K', size: '16x9', ...hasURL },
  },
  {
    page: 'veo3',
    curl: `curl https://api.cometapi.com/v1/videos -H "Authorization: Bearer $COMETAPI_KEY" -F model=veo3.1-fast \
      -F 'prompt=A paper kite floats above a field.' -F seconds=4 -F size=1280x720`,
    created: { ...task, model: 'veo3.1-fast' },
    completed: { model: 'veo3.1-fast', ...hasURL },
  },
  {
    page: 'veo3/self-developed/veo3-async-generation',
    curl: `curl --request POST --url https://api.cometapi.com/v1/videos --header "Authorization: Bearer $COMETAPI_KEY" \
      --header 'Content-Type: multipart/form-data' --form 'prompt=A paper kite floats above a field.' \
      --form input_reference='@example-file'`,
    created: { ...task, model: 'sora-2' },
    completed: { model: 'sora-2', prompt: 'A paper kite floats above a field.' },
    absent: ['video_url'],
  },
  {
    page: 'sora-2/create',
    curl: `curl --request POST --url https://api.cometapi.com/v1/videos --header "Authorization: Bearer $COMETAPI_KEY" \
      --header 'Content-Type: multipart/form-data' --form 'prompt=A paper airplane glides across a desk.' \
      --form input_reference='@example-file'`,
    created: { ...task, model: 'sora-2', seconds: '4', size: '1280x720' },
    completed: { model: 'sora-2', seconds: '4', size: '1280x720' },
    absent: ['video_url'],
  },
  {
    page: 'sora-2/create, with a model',
    curl: `curl --request POST --url https://api.cometapi.com/v1/videos --header "Authorization: Bearer $COMETAPI_KEY" \
      --header 'Content-Type: multipart/form-data' --form 'prompt=A paper airplane glides across a desk.' \
      --form input_reference='@example-file' --form model=sora-2`,
    created: { ...task, model: 'sora-2', seconds: '4', size: '1280x720' },
    completed: {
      model: 'sora-2',
      seconds: '4',
      size: '1280x720',
      prompt: 'A paper airplane glides across a desk.',
      error: null,
      expires_at: expect.any(Number),
      remixed_from_video_id: null,
    },
    absent: ['video_url'],
  },
]

/** The curls of a page for the other models of its family, in the same values. */
const siblings = creates.flatMap((create) => {
  const { page, curl, created, completed } = create
  const [, model = ''] = /model="?([\w.-]+)/.exec(curl) ?? []
  const family = Object.entries(videoModels).find(([id]) => id === model)?.[1].family
  const others = Object.entries(videoModels).filter(
    // Veo's two pages have values of their own, and older models of Seedance take no pictures.
    ([id, facts]) =>
      facts.family === family &&
      id !== model &&
      (family !== 'veo' || id.slice(0, 6) === model.slice(0, 6)) &&
      (!curl.includes('input_reference') || 'references' in facts),
  )
  return others.map(([id]) => ({
    ...create,
    page: `${page}, for ${id}`,
    curl: curl.replace(model, id),
    created: { ...created, model: id },
    completed: { ...completed, model: id },
  }))
})

/** Runs a documented curl against an origin; returns the task that it prints. */
async function runCurl(curl: string, origin: string) {
  const cwd = mkdtempSync(join(tmpdir(), 'curl-'))
  writeFileSync(join(cwd, 'example-file'), PNG)
  const command = curl.replace('https://api.cometapi.com', origin).replace('curl ', 'curl -sS ')
  const { stdout } = await run('bash', ['-c', command], { cwd, env: { ...process.env, COMETAPI_KEY: KEY } })
  return JSON.parse(stdout)
}

async function expectVideo(response: Response) {
  expect(response.headers.get('content-type')).toBe('video/mp4')
  expect(new TextDecoder('latin1').decode((await response.arrayBuffer()).slice(4, 8))).toBe('ftyp')
}

describe('the documented curl of a create', () => {
  it('stands here for every model', () => {
    const text = [...creates, ...siblings].map(({ curl }) => curl).join('\n')
    for (const id of Object.keys(videoModels)) expect(text).toMatch(new RegExp(`model="?${id}(?![\\w.-])`))
  })

  it.each([...creates, ...siblings])(
    'on the page $page works, and so do polls and the download',
    async ({ curl, created, completed, absent = [], content = 200 }) => {
      const { emulator, clock } = createTestApi()
      const origin = await serve(emulator.fetch)
      const first = await runCurl(curl, origin)
      expect(first).toMatchObject(created)

      const headers = { authorization: `Bearer ${KEY}` }
      const poll = () => fetch(`${origin}/v1/videos/${first.id}`, { headers })
      clock.advance(10_000)
      expect(await (await poll()).json()).toMatchObject({ id: first.id, status: 'in_progress' })
      clock.advance(10_000)
      const response = await poll()
      const { problemsOf } = openapiContract()
      expect(await problemsOf('GET', '/videos/{task_id}', response.clone())).toEqual([])
      const last = await response.json()
      expect(last).toMatchObject({ ...completed, status: 'completed', progress: 100 })
      for (const field of absent) expect({ ...first, ...last }).not.toHaveProperty(field)

      const video = await fetch(`${origin}/v1/videos/${first.id}/content`, { headers })
      expect(video.status).toBe(content)
      await expectVideo(content === 200 ? video : await fetch(last.video_url))
    },
  )

  it.each([...creates, ...siblings])(
    'on the page $page works through a proxy that allows the documented models',
    async ({ curl, created, completed, absent = [] }) => {
      const { emulator, clock } = createTestApi()
      const proxy = createVideoProxy({
        apiKey: KEY,
        baseURL: `${await serve(emulator.fetch)}/v1`,
        authorize: () => ({ id: 'ada' }),
        secret: 'secret-of-the-tests-0123456789abcdef',
        limits: { models: Object.keys(videoModels) },
        cache: false,
      })
      const origin = await serve(proxy)
      // The caller has no key of the API.
      const first = await runCurl(curl.replace('$COMETAPI_KEY', ''), `${origin}/api`)
      // The proxy leaves out Veo's length, an empty text.
      const known = Object.entries(created).filter(([, value]) => value !== '')
      expect(first).toMatchObject(Object.fromEntries(known))
      expect(emulator.requests[0]?.params?.['model']).toBeDefined()

      const poll = async () => (await fetch(`${origin}/api/v1/videos/${first.id}`)).json()
      clock.advance(10_000)
      expect(await poll()).toMatchObject({ id: first.id, status: 'in_progress' })
      clock.advance(10_000)
      const last = await poll()
      const { problemsOf } = openapiContract()
      expect(await problemsOf('GET', '/videos/{task_id}', Response.json(last))).toEqual([])
      // A task without a URL gets a link to the content route of the proxy.
      expect(last).toMatchObject({ ...completed, id: first.id, status: 'completed', progress: 100 })
      for (const field of absent.filter((name) => name !== 'video_url'))
        expect(last).not.toHaveProperty(field)
      const video = await fetch(`${origin}/api/v1/videos/${first.id}/content`)
      expect(video.status).toBe(200)
      await expectVideo(video)
    },
  )
})
