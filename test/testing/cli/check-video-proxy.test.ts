import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
// No entry point exports the parser of the flags.
import { readCheckFlags } from '../../../src/testing/cli/checkFlags.js'
import { serve } from '../../server/support/serve.js'
import { bundleProgram, runProgram } from '../support/runProgram.js'
import { createCheckedProxy, createUpstream, KEY } from '../check/support/createCheckedProxy.js'

const run = async (...flags: string[]) => (await runProgram('check-video-proxy', ...flags)).exited

/** Finds a free port. */
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

  it('checks a route with --emulator and prints JSON', async () => {
    const port = await freePort()
    const baseURL = `http://127.0.0.1:${port}/v1`
    const app = await serve(createCheckedProxy(globalThis.fetch, {}, { baseURL }))
    const { code, stdout, stderr } = await run(`${app}/api/v1`, ...user, '--emulator', String(port), '--json')
    expect(stderr).toBe('')
    const results: { requirement: string; status: string }[] = JSON.parse(stdout)
    expect(results.find(({ requirement }) => requirement === 'streaming')?.status).toBe('pass')
    expect(results.filter(({ status }) => status === 'unknown')).toEqual([])
    expect(stdout).toBe(`${JSON.stringify(results, undefined, 2)}\n`)
    expect(code).toBe(results.some(({ status }) => status === 'fail') ? 1 : 0)
  })

  it('checks the optional routes that --route names, on an emulator that has them', async () => {
    const port = await freePort()
    const baseURL = `http://127.0.0.1:${port}/v1`
    const routes = ['remix', 'list', 'delete'] as const
    const app = await serve(createCheckedProxy(globalThis.fetch, {}, { baseURL, routes }))
    const flags = routes.flatMap((route) => ['--route', route])
    const { code, stdout } = await run(`${app}/api/v1`, ...user, '--emulator', String(port), ...flags)
    for (const route of routes) expect(stdout).toMatch(new RegExp(`^pass +${route} `, 'm'))
    expect(stdout).toMatch(/\n31 passed, 0 failed, 0 unknown\n$/)
    expect(code).toBe(0)
  })

  it('prints a line for each requirement, evidence unless it passed, and exits with 0 if none failed', async () => {
    const api = createUpstream()
    const app = await serve(createCheckedProxy(api.fetch))
    const { code, stdout } = await run(`${app}/api/v1/`, ...user)
    expect(stdout).toMatch(/^pass {4}routes {15}Serves three routes only/m)
    expect(stdout).toMatch(/^unknown streaming .*\n {8}needs the emulator/m)
    expect(stdout).toMatch(/\n\d+ passed, 0 failed, \d+ unknown\n$/)
    expect(code).toBe(0)
    expect(api.tasks).toEqual([])
  })

  it('exits with 1 and prints the evidence if a requirement failed', async () => {
    const api = createUpstream()
    const app = await serve(createCheckedProxy(api.fetch, {}, { authorize: () => true }))
    const { code, stdout } = await run(`${app}/api/v1`, '--api-key', KEY)
    expect(stdout).toMatch(
      /^FAIL {4}authentication .*\n {8}GET \/videos\/.* without credentials answered 400/m,
    )
    expect(code).toBe(1)
  })

  it('exits with 2 if the route cannot be reached', async () => {
    const { code, stdout, stderr } = await run(`http://127.0.0.1:${await freePort()}/api/v1`)
    expect(stderr).toMatch(
      /^check-video-proxy: http:\/\/127\.0\.0\.1:\d+\/api\/v1 cannot be reached: .*ECONNREFUSED/,
    )
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('exits with 2 if the port of the emulator is taken, and suggests another', async () => {
    const port = Number(new URL(await serve(async () => new Response())).port)
    const { code, stdout, stderr } = await run('http://127.0.0.1:1/v1', '--emulator', String(port))
    expect(stderr).toBe(
      `check-video-proxy: Port ${port} on 127.0.0.1 is taken. Stop the process that listens there, or use another port: --emulator ${port + 1}\n`,
    )
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it.each<[string[], RegExp]>([
    [[], /The first argument must be the absolute URL of the route/],
    [['/api/v1'], /got '\/api\/v1'/],
    [['http://a', 'http://b'], /Only one route can be checked, also got 'http:\/\/b'/],
    [['http://a', '-H', 'nonsense'], /--header must be 'name: value', got 'nonsense'/],
    [['http://a', '-H', 'cookie: 会话'], /--header contains a character that is invalid in a header/],
    [['http://a', '--param', 'x'], /--param must be 'name=value', got 'x'/],
    [['http://a', '--emulator', 'here'], /--emulator must be a port.*got 'here'/],
    [['http://a', '--route', 'edit'], /--route must be remix, list, delete, share, still, got 'edit'/],
    [['http://a', '--nope'], /Unknown option '--nope'/],
  ])('rejects the arguments %j with a reason', (flags, reason) => {
    expect(() => readCheckFlags(flags)).toThrow(reason)
  })

  it('exits with 2 if an argument is invalid, and points to --help', async () => {
    const { code, stdout, stderr } = await run()
    expect(stderr).toMatch(/^check-video-proxy: The first argument must be.*\nTry --help\n$/)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('lists every requirement under --help', async () => {
    const { code, stdout } = await run('--help')
    expect(code).toBe(0)
    expect(stdout.match(/^ {2}[a-z-]+ {2,}(\* )? *[A-Z].*\.$/gm)?.length).toBe(33)
  })
})
