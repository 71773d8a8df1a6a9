import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { runProgram } from '../support/runProgram.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const page = readFileSync(`${root}docs/testing.md`, 'utf8')
const run = promisify(execFile)

/** The curl commands for the emulator in the shell blocks of docs/testing.md. */
const lines = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)]
  .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
  .filter((line) => line.startsWith('curl ') && line.includes('127.0.0.1:8787'))

it('every curl command in docs/testing.md works on the emulator, in order', { timeout: 60_000 }, async () => {
  const { firstOutput } = await runProgram('video-task-emulator', '--port', '0', '--duration', '0')
  const { port } = new URL(await firstOutput)
  const cwd = mkdtempSync(join(tmpdir(), 'curl-'))

  expect(lines.length).toBeGreaterThan(0)
  // `$ID` stands for the id in the response to the create.
  let ID = ''
  for (const line of lines) {
    const command = line
      .replaceAll('127.0.0.1:8787', `127.0.0.1:${port}`)
      .replace('curl ', 'curl -sS --fail-with-body ')
    const { stdout } = await run('bash', ['-c', command], { cwd, env: { ...process.env, ID } })
    if (stdout === '') continue
    const answer = JSON.parse(stdout)
    expect(answer).toMatchObject({ object: 'video', status: 'completed' })
    ID = answer.id
  }
  for (const file of readdirSync(cwd))
    expect(readFileSync(join(cwd, file)).toString('latin1', 4, 8)).toBe('ftyp')
})
