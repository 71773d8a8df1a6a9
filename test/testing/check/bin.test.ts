import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
// What the program is called with, which no entry exports.
import { readCheckFlags } from '../../../src/testing/cli/readCheckFlags.js'
import { serve } from '../../server/support/serve.js'
import { createChecked, createUpstream, KEY } from './support/createCheckedProxy.js'

const BIN = fileURLToPath(new URL('../../../src/testing/cli/checkBin.ts', import.meta.url))

async function run(...flags: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', BIN, ...flags])
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (said.out += chunk))
  child.stderr.on('data', (chunk) => (said.err += chunk))
  const [code] = await once(child, 'close')
  return { code, ...said }
}

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}

const user = ['-H', 'cookie: user=a', '--other-header', 'cookie: user=b', '--api-key', KEY]

describe('check-video-proxy', { timeout: 60_000 }, () => {
  it('checks a route with an emulator of its own behind it', async () => {
    const port = await freePort()
    const baseURL = `http://127.0.0.1:${port}/v1`
    const app = await serve(createChecked(globalThis.fetch, {}, { baseURL }))
    const { code, out, err } = await run(`${app}/api/v1`, ...user, '--emulator', String(port), '--json')
    expect(err).toBe('')
    const results: { guarantee: string; kept: unknown }[] = JSON.parse(out)
    expect(results.find(({ guarantee }) => guarantee === 'streaming')?.kept).toBe(true)
    expect(results.filter(({ kept }) => kept === 'unknown')).toEqual([])
    expect(code).toBe(results.some(({ kept }) => kept === false) ? 1 : 0)
  })

  it('prints a line for each guarantee, evidence where it is not kept, and ends with 0 where nothing is broken', async () => {
    const api = createUpstream()
    const app = await serve(createChecked(api.fetch))
    const { code, out } = await run(`${app}/api/v1/`, ...user)
    expect(out).toMatch(/^kept {4}routes +Answers its three routes/m)
    expect(out).toMatch(/^unknown streaming .*\n {8}needs the emulator/m)
    expect(out).toMatch(/\n\d+ kept, 0 broken, \d+ unknown\n$/)
    expect(code).toBe(0)
    expect(api.tasks).toEqual([])
  })

  it('ends with 1 where something is broken, and says what', async () => {
    const api = createUpstream()
    const app = await serve(createChecked(api.fetch, {}, { authorize: () => true }))
    const { code, out } = await run(`${app}/api/v1`, '--api-key', KEY)
    expect(out).toMatch(/^BROKEN {2}anonymous .*\n {8}GET \/videos\/.* as nobody answered 400/m)
    expect(code).toBe(1)
  })

  it('says that a route cannot be reached, and ends with 2', async () => {
    const { code, out, err } = await run(`http://127.0.0.1:${await freePort()}/api/v1`)
    expect(err).toMatch(
      /^check-video-proxy: http:\/\/127\.0\.0\.1:\d+\/api\/v1 cannot be reached: .*ECONNREFUSED/,
    )
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it.each<[string[], RegExp]>([
    [[], /The route's absolute URL comes first/],
    [['/api/v1'], /got '\/api\/v1'/],
    [['http://a', 'http://b'], /One route at a time, got 'http:\/\/b'/],
    [['http://a', '-H', 'nonsense'], /--header wants 'name: value', got 'nonsense'/],
    [['http://a', '-H', 'cookie: 会话'], /--header holds a name or a value that no header can have/],
    [['http://a', '--param', 'x'], /--param wants 'name= value', got 'x'/],
    [['http://a', '--emulator', 'here'], /--emulator is a port.*got 'here'/],
    [['http://a', '--nope'], /Unknown option '--nope'/],
  ])('refuses %j with a reason', (flags, reason) => {
    expect(() => readCheckFlags(flags)).toThrow(reason)
  })

  it('ends with 2 where it is called wrongly, and points to its help', async () => {
    const { code, out, err } = await run()
    expect(err).toMatch(/^check-video-proxy: The route's absolute URL.*\nTry --help\n$/)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it('explains every guarantee', async () => {
    const { code, out } = await run('--help')
    expect(code).toBe(0)
    expect(out.match(/^ {2}[a-z-]+ {2,}(\* )? *[A-Z].*\.$/gm)?.length).toBe(24)
  })
})
