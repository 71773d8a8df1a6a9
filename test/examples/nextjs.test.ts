import { type ExecFileOptions, execFile } from 'node:child_process'
import { copyFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, it } from 'vitest'
import { openPage } from '../demo/support/openPage.js'
import { createTask } from './support/createTask.js'
import { expectHydration } from './support/expectHydration.js'
import { expectVideoPlays } from './support/expectVideoPlays.js'
import { playVideo } from './support/playVideo.js'
import { startApi } from './support/startApi.js'
import { startExample } from './support/startExample.js'

const cwd = fileURLToPath(new URL('../../examples/nextjs/', import.meta.url))
const next = `${cwd}node_modules/next/dist/bin/next`
const quiet = { NEXT_TELEMETRY_DISABLED: '1' }

const run = async (command: string, args: string[], env: ExecFileOptions['env'] = {}) =>
  promisify(execFile)(command, args, { cwd, env: { ...process.env, ...quiet, ...env } })

// Next and its compiler are some 400 MB, and a build takes its time.
beforeAll(async () => {
  await copyFile(`${cwd}../react-video-task.tgz`, `${cwd}react-video-task.tgz`)
  await run('npm', ['ci', '--prefer-offline'])
  await run(process.execPath, [next, 'build'], { NODE_ENV: 'production' })
}, 600_000)

const startNext = (env: Record<string, string>) =>
  startExample('nextjs', { args: [next, 'start', '-H', '127.0.0.1', '-p', '0'], env: { ...quiet, ...env } })

it('the example on Next.js plays a video', async () => {
  const api = await startApi()
  await expectVideoPlays(await startNext(api.env), api)
})

it("a page's first answer shows the task, and the browser goes on from it without asking again", async () => {
  const api = await startApi({ duration: 3_600_000 })
  await expectHydration(await startNext(api.env))
})

it('a finished task comes with its player, and nothing is asked but the video', async () => {
  const api = await startApi({ duration: 0 })
  const { origin } = await startNext(api.env)
  const id = await createTask(origin)
  const page = await openPage('about:blank')
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(`${origin}/videos/${id}`)
  await playVideo(page)
  const ofApi = asked.filter((path) => path.startsWith('/api/'))
  expect(new Set(ofApi)).toEqual(new Set([`/api/v1/videos/${id}/content`]))
})

it("a forged id is no task's page, and the API is not asked", async () => {
  const api = await startApi()
  const { origin } = await startNext(api.env)
  const html = await (await fetch(`${origin}/videos/task_of_somebody_else`)).text()
  expect(html).not.toContain('data-status="queued"')
  expect(api.emulator.requests).toEqual([])
})
