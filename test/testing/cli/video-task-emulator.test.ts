import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { emulatorScenarios } from 'react-video-task/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bundleProgram, runProgram } from '../support/runProgram.js'

const PACKAGE = fileURLToPath(new URL('../../../package.json', import.meta.url))
const THIS_FILE = fileURLToPath(import.meta.url)

const run = (...flags: string[]) => runProgram('video-task-emulator', ...flags)

describe('video-task-emulator', { timeout: 30_000 }, () => {
  it('starts with a shebang, which npm needs to run it as a program', async () => {
    const source = readFileSync(await bundleProgram('video-task-emulator'), 'utf8')
    expect(source.startsWith('#!/usr/bin/env node\n')).toBe(true)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints its base URL, serves there, and exits on %s while a connection is open',
    async (signal) => {
      const { child, exited, firstOutput } = await run(
        '--port',
        '0',
        '--api-key',
        'sk-mine',
        '--duration',
        '0',
      )
      const base = await firstOutput
      expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/)

      const body = new FormData()
      body.set('model', 'wan2.6')
      body.set('prompt', 'A lake')
      const headers = { authorization: 'Bearer sk-mine' }
      const task = await (await fetch(`${base}/videos`, { method: 'POST', body, headers })).json()
      expect(task.status).toBe('completed')
      expect((await fetch(task.video_url, { headers: { range: 'bytes=0-1' } })).status).toBe(206)
      expect((await fetch(`${base}/videos/${task.id}`)).status).toBe(401)

      const { port, hostname } = new URL(base)
      const socket = connect(Number(port), hostname)
      socket.on('error', () => undefined)
      await once(socket, 'connect')
      child.kill(signal)
      expect(await exited).toMatchObject({ code: 0, signal: null, stdout: `${base}\n`, stderr: '' })
    },
  )

  it('plays another gateway with --gateway, and refuses one that does not exist with exit code 2', async () => {
    const { firstOutput } = await run('--port', '0', '--gateway', 'openrouter', '--any-key')
    const body = JSON.stringify({ model: 'google/veo-3.1', prompt: 'A lake' })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${await firstOutput}/videos`, { method: 'POST', body, headers })
    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({ polling_url: expect.stringMatching(/^\/v1\/videos\/job-/) })
    const { exited } = await run('--gateway', 'openai')
    expect(await exited).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        "--gateway must be one of cometapi, openrouter, litellm, vllm-omni, got 'openai'",
      ),
    })
  })

  it('explains on stderr that a port is taken, suggests another, and exits with 1', async () => {
    const other = createServer()
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const address = other.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { code, stdout, stderr } = await (await run('--port', String(port))).exited
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(
      new RegExp(`^video-task-emulator: Port ${port} on 127\\.0\\.0\\.1 is taken\\. .*--port \\d+\\n$`),
    )
  })

  it.each([
    [['--prot', '1'], /Unknown option '--prot'/],
    [['--port', 'high'], /--port must be an integer from 0 to 65535, got 'high'/],
    [['--port', '65536'], /got '65536'/],
    [['--duration', 'soon'], /--duration must be a number of seconds, 0 or more, got 'soon'/],
    [['--api-key', ''], /--api-key is empty/],
    [['--scenario', 'wrapped,nope'], /--scenario: unknown scenario 'nope'/],
    [['--script', '/no/such.json'], /--script: cannot read \/no\/such.json/],
    [['--script', THIS_FILE], /--script: cannot read/],
    [['--script', PACKAGE], /must contain a JSON array/],
    [['--seed', 'x'], /--seed must be an integer of at most 15 digits, got 'x'/],
    [['--max-body-bytes', '1MB'], /--max-body-bytes must be an integer above 0, got '1MB'/],
    [['--key-limit', '5'], /--key-limit must be requests\/seconds, such as 5\/10, got '5'/],
    [['--key-limit', '0/10'], /keyLimit must have 1 or more requests/],
    [['--auth', '?'], /auth must be 'bearer', \{ header, scheme\? \} or \{ query \}/],
    [['stray'], /Unexpected argument 'stray'/],
  ])('rejects %j with a reason and exits with 2', async (flags, reason) => {
    const { code, stdout, stderr } = await (await run(...flags)).exited
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(reason)
    expect(stderr).toContain('Try --help')
  })

  it('lists its flags and every scenario under --help', async () => {
    const { code, stdout } = await (await run('--help')).exited
    expect(code).toBe(0)
    for (const word of [
      '--port',
      '--host',
      '--duration',
      '--api-key',
      '--scenario',
      '--script',
      '--seed',
      '--max-body-bytes',
      '--auth',
      '--key-limit',
    ]) {
      expect(stdout).toContain(word)
    }
    const explained = new Set([...stdout.matchAll(/^ {2}([a-z0-9-]+) {2,}\S/gm)].map(([, name]) => name))
    const names = emulatorScenarios.map(({ name }) => name.replace(/^(create|poll|content)-(?=\d|[a-z])/, ''))
    const own = ['refused', 'redirect']
    expect([...new Set(names)].filter((name) => !explained.has(name) && !own.includes(name))).toEqual([])
    for (const name of own) expect(explained).toContain(`content-${name}`)
  })

  it('answers a create above --max-body-bytes with 413', async () => {
    const { child, exited, firstOutput } = await run('--port', '0', '--any-key', '--max-body-bytes', '1000')
    const body = new FormData()
    body.set('model', 'wan2.6')
    body.set('prompt', 'A lake '.repeat(1000))
    const response = await fetch(`${await firstOutput}/videos`, { method: 'POST', body })
    expect(response.status).toBe(413)
    child.kill()
    await exited
  })

  it.each([
    ['authorization: Key', { authorization: 'Key sk-emulator' }, ''],
    ['x-api-key', { 'x-api-key': 'sk-emulator' }, ''],
    ['?key', {}, '?key=sk-emulator'],
  ])('takes the key at the --auth %j, and limits it by --key-limit', async (auth, headers, query) => {
    const { child, exited, firstOutput } = await run('--port', '0', '--auth', auth, '--key-limit', '1/30')
    const url = `${await firstOutput}/videos/t`
    const statuses = []
    for (const init of [{ headers: { authorization: 'Bearer sk-emulator' } }, { headers }, { headers }])
      statuses.push((await fetch(init.headers === headers ? url + query : url, init)).status)
    // Not authorized, an unknown task, and one request too many.
    expect(statuses).toEqual([401, 400, 429])
    child.kill()
    await exited
  })

  it('applies the scenarios, the script and the seed of its flags', async () => {
    const script = join(mkdtempSync(join(tmpdir(), 'script-')), 'steps.json')
    writeFileSync(script, '[{"answer":"503"},{"status":"in_progress","progress":7}]')
    const flags = ['--port', '0', '--any-key', '--seed', '5', '--scenario', 'uppercase', '--script', script]
    const ids = []
    for (let start = 0; start < 2; start++) {
      const base = await (await run(...flags)).firstOutput
      const body = new FormData()
      body.set('model', 'wan2.6')
      body.set('prompt', 'A lake')
      const { id, status } = await (await fetch(`${base}/videos`, { method: 'POST', body })).json()
      expect(status).toBe('SUBMITTED')
      expect((await fetch(`${base}/videos/${id}`)).status).toBe(503)
      expect(await (await fetch(`${base}/videos/${id}`)).json()).toMatchObject({
        status: 'IN_PROGRESS',
        progress: 7,
      })
      ids.push(id)
    }
    expect(ids[0]).toBe(ids[1])
  })
})
