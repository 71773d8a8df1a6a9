import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

it('a process ends with its aborted call, without the wait for the next poll', async () => {
  const script = fileURLToPath(new URL('support/abortedCall.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  expect(await once(child, 'close')).toEqual([0, null])
  expect(JSON.parse(output)).toMatchObject({ error: { code: 'aborted' }, timers: [] })
})
