import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
// What the program is called with, which no entry exports.
import { readCheckFlags } from '../../../src/testing/cli/readCheckFlags.js'
import { serve } from '../../server/support/serve.js'
import { bundleProgram, runProgram } from '../support/runProgram.js'
import { createChecked, createUpstream, KEY } from '../check/support/createCheckedProxy.js'

const run = async (...flags: string[]) => (await runProgram('check-video-proxy', ...flags)).exited

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
  it('starts with a shebang, which npm needs to run it as a program', async () => {
    const source = readFileSync(await bundleProgram('check-video-proxy'), 'utf8')
    expect(source.startsWith('#!/usr/bin/env node\n')).toBe(true)
  })

  it('checks a route with an emulator of its own behind it', async () => {
    const port = await freePort()
    const baseURL = `http://127.0.0.1:${port}/v1`
    const app = await serve(createChecked(globalThis.fetch, {}, { baseURL }))
    const { code, stdout, stderr } = await run(`${app}/api/v1`, ...user, '--emulator', String(port), '--json')
    expect(stderr).toBe('')
    const results: { guarantee: string; kept: unknown }[] = JSON.parse(stdout)
    expect(results.find(({ guarantee }) => guarantee === 'streaming')?.kept).toBe(true)
    expect(results.filter(({ kept }) => kept === 'unknown')).toEqual([])
    expect(code).toBe(results.some(({ kept }) => kept === false) ? 1 : 0)
  })

  it('prints a line for each guarantee, evidence where it is not kept, and ends with 0 where nothing is broken', async () => {
    const api = createUpstream()
    const app = await serve(createChecked(api.fetch))
    const { code, stdout } = await run(`${app}/api/v1/`, ...user)
    expect(stdout).toMatch(/^kept {4}routes +Answers its three routes/m)
    expect(stdout).toMatch(/^unknown streaming .*\n {8}needs the emulator/m)
    expect(stdout).toMatch(/\n\d+ kept, 0 broken, \d+ unknown\n$/)
    expect(code).toBe(0)
    expect(api.tasks).toEqual([])
  })

  it('ends with 1 where something is broken, and says what', async () => {
    const api = createUpstream()
    const app = await serve(createChecked(api.fetch, {}, { authorize: () => true }))
    const { code, stdout } = await run(`${app}/api/v1`, '--api-key', KEY)
    expect(stdout).toMatch(/^BROKEN {2}anonymous .*\n {8}GET \/videos\/.* as nobody answered 400/m)
    expect(code).toBe(1)
  })

  it('says that a route cannot be reached, and ends with 2', async () => {
    const { code, stdout, stderr } = await run(`http://127.0.0.1:${await freePort()}/api/v1`)
    expect(stderr).toMatch(
      /^check-video-proxy: http:\/\/127\.0\.0\.1:\d+\/api\/v1 cannot be reached: .*ECONNREFUSED/,
    )
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
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
    const { code, stdout, stderr } = await run()
    expect(stderr).toMatch(/^check-video-proxy: The route's absolute URL.*\nTry --help\n$/)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('explains every guarantee', async () => {
    const { code, stdout } = await run('--help')
    expect(code).toBe(0)
    expect(stdout.match(/^ {2}[a-z-]+ {2,}(\* )? *[A-Z].*\.$/gm)?.length).toBe(24)
  })
})
