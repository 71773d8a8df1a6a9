import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { expectVideoPlays } from './support/expectVideoPlays.js'
import { startApi } from './support/startApi.js'
import { startExample } from './support/startExample.js'

const bins = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url))

// The binary itself: the script in front of it would leave it behind when it is ended.
const workerd: string = createRequire(import.meta.url)('workerd').default

/** Bundles the worker as its package.json says, and serves it on a free port, which workerd tells on its first output. */
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

it('the example on workerd plays a video', async () => {
  const api = await startApi()
  await expectVideoPlays(await startWorker(api.env), api)
})

it('on workerd many viewers of one task are answered, also when one of them leaves', async () => {
  const api = await startApi()
  const { origin } = await startWorker(api.env)
  const form = new FormData()
  form.set('model', 'wan2.6')
  form.set('prompt', 'a fox in the snow')
  const created = await fetch(`${origin}/api/v1/videos`, { method: 'POST', body: form })
  const { id } = Object(await created.json())
  const leaving = new AbortController()
  const left = fetch(`${origin}/api/v1/videos/${id}`, { signal: leaving.signal }).catch(() => undefined)
  const viewers = Array.from({ length: 20 }, () => fetch(`${origin}/api/v1/videos/${id}`))
  leaving.abort()
  await left
  const answers = await Promise.all(viewers)
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
})
