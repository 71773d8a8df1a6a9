import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { archiveFolder } from '../support/archiveFolder.js'

it('a process ends when it has nothing else to do, though a copy is to be tried again', async () => {
  const script = fileURLToPath(new URL('../support/archiveScript.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, await archiveFolder()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  expect([await once(child, 'close'), output]).toEqual([[0, null], '200\n'])
}, 30_000)
