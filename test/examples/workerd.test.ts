import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { createTask, expectForeignHostRefused, expectVideoPlays } from './support/appChecks.js'
import { startApi, startExample } from './support/apps.js'

const bins = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url))

// The binary itself: killing the script around it would leave the binary running.
const workerd: string = createRequire(import.meta.url)('workerd').default

/** Bundles the worker with its own build script and serves it on a free port, which workerd prints first. */
async function startWorker(env: Record<string, string>) {
  const cwd = fileURLToPath(new URL('../../examples/workerd/', import.meta.url))
  const path = `${bins}:${process.env['PATH']}`
  execFileSync('npm', ['run', 'build'], { cwd, stdio: 'pipe', env: { ...process.env, PATH: path } })
  return startExample('workerd', {
    bin: workerd,
    args: ['serve', 'config.capnp', '--socket-addr=http=127.0.0.1:0', '--control-fd=1'],
    env,
    readOrigin: (line) => {
      const port = /"event":"listen".*"port":(\d+)/.exec(line)?.[1]
      return port && `http://127.0.0.1:${port}`
    },
  })
}

it('the workerd example plays a video and refuses a foreign host', async () => {
  const api = await startApi()
  const app = await startWorker(api.env)
  await expectForeignHostRefused(app, api)
  await expectVideoPlays(app, api)
})

it('the workerd example answers many viewers of one task, also when one of them disconnects', async () => {
  const api = await startApi()
  const { origin } = await startWorker(api.env)
  const id = await createTask(origin)
  const disconnect = new AbortController()
  const aborted = fetch(`${origin}/api/v1/videos/${id}`, { signal: disconnect.signal }).catch(() => undefined)
  const viewers = Array.from({ length: 20 }, () => fetch(`${origin}/api/v1/videos/${id}`))
  disconnect.abort()
  await aborted
  const answers = await Promise.all(viewers)
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
})
