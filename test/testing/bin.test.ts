import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createServer } from 'node:http'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { emulatorScenarios } from 'react-video-task/testing'
import { describe, expect, it, onTestFinished } from 'vitest'

const PACKAGE = fileURLToPath(new URL('../../package.json', import.meta.url))
const BIN = fileURLToPath(new URL('../../src/testing/bin.ts', import.meta.url))

/** Runs the program; `out` and `err` grow as it speaks. */
function run(...flags: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', BIN, ...flags])
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (said.out += chunk))
  child.stderr.on('data', (chunk) => (said.err += chunk))
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }))
  const address = once(child.stdout, 'data').then(() => said.out.trim())
  return { child, ended, address }
}

describe('video-task-emulator', { timeout: 30_000 }, () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints its one address, serves there, and ends on %s though a connection is open',
    async (signal) => {
      const { child, ended, address } = run('--port', '0', '--api-key', 'sk-mine', '--duration', '0')
      const base = await address
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
      expect(await ended).toMatchObject({ code: 0, signal: null, out: `${base}\n`, err: '' })
    },
  )

  it('says that a port is taken and what to do, and exits with 1', async () => {
    const other = createServer()
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const address = other.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { code, out, err } = await run('--port', String(port)).ended
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err).toMatch(
      new RegExp(`^video-task-emulator: Port ${port} on 127\\.0\\.0\\.1 is taken\\. .*--port \\d+\\n$`),
    )
  })

  it.each([
    [['--prot', '1'], /Unknown option '--prot'/],
    [['--port', 'high'], /--port is a whole number from 0 to 65535, got 'high'/],
    [['--port', '65536'], /got '65536'/],
    [['--duration', 'soon'], /--duration is a number of seconds, 0 or more, got 'soon'/],
    [['--api-key', ''], /--api-key is empty/],
    [['--scenario', 'wrapped,nope'], /--scenario knows no 'nope'/],
    [['--script', '/no/such.json'], /--script cannot read \/no\/such.json/],
    [['--script', BIN], /--script cannot read/],
    [['--script', PACKAGE], /wants a JSON array/],
    [['--seed', 'x'], /--seed is a whole number, got 'x'/],
    [['stray'], /Unexpected argument 'stray'/],
  ])('refuses %j with a reason and exits with 2', async (flags, reason) => {
    const { code, out, err } = await run(...flags).ended
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toMatch(reason)
    expect(err).toContain('Try --help')
  })

  it('explains its flags and every scenario', async () => {
    const { code, out } = await run('--help').ended
    expect(code).toBe(0)
    for (const word of ['--port', '--host', '--duration', '--api-key', '--scenario', '--script', '--seed']) {
      expect(out).toContain(word)
    }
    const explained = new Set([...out.matchAll(/^ {2}([a-z0-9-]+) {2,}\S/gm)].map(([, name]) => name))
    const names = emulatorScenarios.map(({ name }) => name.replace(/^(create|poll|content)-(?=\d|[a-z])/, ''))
    const own = ['refused', 'redirect']
    expect([...new Set(names)].filter((name) => !explained.has(name) && !own.includes(name))).toEqual([])
    for (const name of own) expect(explained).toContain(`content-${name}`)
  })

  it('goes by the scenarios, the script and the seed of its flags', async () => {
    const script = join(mkdtempSync(join(tmpdir(), 'script-')), 'steps.json')
    writeFileSync(script, '[{"answer":"503"},{"status":"in_progress","progress":7}]')
    const ids = []
    for (const seed of ['5', '5']) {
      const flags = [
        '--port',
        '0',
        '--any-key',
        '--seed',
        seed,
        '--scenario',
        'uppercase',
        '--script',
        script,
      ]
      const base = await run(...flags).address
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
