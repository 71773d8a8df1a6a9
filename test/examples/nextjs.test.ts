import { type ExecFileOptions, execFile } from 'node:child_process'
import { copyFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, it } from 'vitest'
import { openPage } from '../support/openPage.js'
import {
  createTask,
  expectForeignHostRefused,
  expectHydration,
  expectVideoPlays,
  playVideo,
} from './support/appChecks.js'
import { startApi, startExample } from './support/apps.js'

const cwd = fileURLToPath(new URL('../../examples/nextjs/', import.meta.url))
const next = `${cwd}node_modules/next/dist/bin/next`
const quiet = { NEXT_TELEMETRY_DISABLED: '1' }

const run = async (command: string, args: string[], env: ExecFileOptions['env'] = {}) =>
  promisify(execFile)(command, args, { cwd, env: { ...process.env, ...quiet, ...env } })

// The install is 400 MB, and the build takes a minute.
beforeAll(async () => {
  await copyFile(`${cwd}../react-video-task.tgz`, `${cwd}react-video-task.tgz`)
  await run('npm', ['ci', '--prefer-offline'])
  await run(process.execPath, [next, 'build'], { NODE_ENV: 'production' })
}, 600_000)

const startNext = (env: Record<string, string>) =>
  startExample('nextjs', { args: [next, 'start', '-H', '127.0.0.1', '-p', '0'], env: { ...quiet, ...env } })

it('the nextjs example plays a video and refuses a foreign host', async () => {
  const api = await startApi()
  const app = await startNext(api.env)
  await expectForeignHostRefused(app, api)
  await expectVideoPlays(app, api)
})

it('the nextjs example renders the task on the server, and the browser continues without a request of its own', async () => {
  const api = await startApi({ duration: 3_600_000 })
  await expectHydration(await startNext(api.env))
})

it('the nextjs example renders the player of a completed task, and the browser requests only the video', async () => {
  const api = await startApi({ duration: 0 })
  const { origin } = await startNext(api.env)
  const id = await createTask(origin)
  const page = await openPage('about:blank')
  const paths: string[] = []
  page.on('request', (request) => paths.push(new URL(request.url()).pathname))
  await page.goto(`${origin}/videos/${id}`)
  await playVideo(page)
  const ofApi = paths.filter((path) => path.startsWith('/api/'))
  expect(new Set(ofApi)).toEqual(new Set([`/api/v1/videos/${id}/content`]))
})

it('the nextjs example refuses a forged id without a request to the API', async () => {
  const api = await startApi()
  const { origin } = await startNext(api.env)
  const html = await (await fetch(`${origin}/videos/task_of_another_user`)).text()
  expect(html).not.toContain('data-status="queued"')
  expect(api.emulator.requests).toEqual([])
})
