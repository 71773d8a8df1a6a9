import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
// No entry point exports the parsers of the flags.
import { helpText as checkHelp, readCheckFlags } from '../../../src/testing/cli/checkFlags.js'
import { helpText as emulatorHelp, readEmulatorFlags } from '../../../src/testing/cli/emulatorFlags.js'

describe('the flags of check-video-proxy', () => {
  it('have these defaults', () => {
    expect(readCheckFlags(['http://a.test/v1'])).toEqual({
      options: { baseURL: 'http://a.test/v1', apiKey: 'sk-emulator', mayCreate: false },
      json: false,
      help: false,
    })
    expect(readCheckFlags(['-h'])).toMatchObject({ help: true })
  })

  it('are all read', () => {
    const { options, ...others } = readCheckFlags([
      'https://a.test/v1',
      ...['-H', 'cookie: user=a; b=1', '--header', 'X:y'],
      ...['--other-header', 'cookie:user=b', '--task', 't_1', '--emulator', '65535', '--api-key', 'sk-1'],
      ...['--param', 'seconds=2', '--param', 'n = a=b', '--route', 'list', '--route', 'still'],
      ...['--may-create', '--json', '--help'],
    ])
    const { headers, otherHeaders, ...rest } = options
    expect([...new Headers(headers)]).toEqual([
      ['cookie', 'user=a; b=1'],
      ['x', 'y'],
    ])
    expect([...new Headers(otherHeaders)]).toEqual([['cookie', 'user=b']])
    expect(rest).toEqual({
      ...{ baseURL: 'https://a.test/v1', taskId: 't_1', apiKey: 'sk-1', mayCreate: true },
      params: { model: 'wan2.6', seconds: '2', n: 'a=b' },
      routes: ['list', 'still'],
    })
    expect(others).toEqual({ emulatorPort: 65_535, json: true, help: true })
    expect(readCheckFlags(['http://a', '--param', 'model=wan2.7']).options.params).toEqual({
      model: 'wan2.7',
    })
  })

  it.each<[string[], string]>([
    [['http://a', 'http://b', 'c'], "Only one route can be checked, also got 'http://b', 'c'"],
    [['http://a', '-H', ': x'], "--header must be 'name: value', got ': x'"],
    [['http://a', '--other-header', 'x'], "--other-header must be 'name: value', got 'x'"],
    [['http://a', '--param', '=x'], "--param must be 'name=value', got '=x'"],
    ...['65536', '80.5', ''].map((port): [string[], string] => [
      ['http://a', '--emulator', port],
      `--emulator must be a port, an integer from 0 to 65535, got '${port}'`,
    ]),
  ])('are refused as %j', (flags, message) => {
    expect(() => readCheckFlags(flags)).toThrow(new TypeError(message))
  })

  it('are explained beside the requirements, each in a line, with those marked that need the emulator', () => {
    expect(checkHelp).toMatch(/^check-video-proxy: .* against 28 requirements, and one for each --route\n/)
    expect(checkHelp).toMatch(
      /\n {2}routes {17}Serves three routes only.*\n {2}path-traversal {9}Rejects ids/,
    )
    expect(checkHelp).toMatch(/\n {2}closed-limits {8}\* Sends no undocumented parameter/)
  })
})

describe('the flags of video-task-emulator', () => {
  it('have these defaults', () => {
    expect(readEmulatorFlags([])).toEqual({
      ...{ port: 8787, host: '127.0.0.1', duration: 20_000, apiKey: 'sk-emulator' },
      ...{ scenario: [], help: false },
    })
  })

  it('are all read', () => {
    const script = join(mkdtempSync(join(tmpdir(), 'script-')), 'steps.json')
    writeFileSync(script, '[{"answer":"503"}]')
    expect(
      readEmulatorFlags([
        ...['--port', '65535', '--host', '::1', '--duration', '0.5', '--api-key', 'sk-1'],
        ...[
          '--auth',
          'x-api-key',
          '--key-limit',
          '5/1.5',
          '--gateway',
          'litellm',
          '--seed',
          '123456789012345',
        ],
        ...['--scenario', 'wrapped, FAIL,', '--script', script, '--max-body-bytes', '1', '-h'],
      ]),
    ).toEqual({
      ...{ port: 65_535, host: '::1', duration: 500, apiKey: 'sk-1', gateway: 'litellm' },
      ...{ auth: { header: 'x-api-key' }, keyLimit: { requests: 5, window: 1_500 } },
      ...{ scenario: ['wrapped', 'fail', { answer: '503' }], seed: 123_456_789_012_345 },
      ...{ maxBodyBytes: 1, help: true },
    })
  })

  it.each<[string[], object]>([
    [['--duration', '0'], { duration: 0 }],
    [['--any-key', '--api-key', 'sk-1'], { apiKey: false }],
    [['--auth', 'authorization : Key'], { auth: { header: 'authorization', scheme: 'Key' } }],
    [['--auth', '?key'], { auth: { query: 'key' } }],
    [['--auth', 'key?'], { auth: { header: 'key?' } }],
  ])('are read as %j: %j', (flags, expected) => {
    expect(readEmulatorFlags(flags)).toMatchObject(expected)
  })

  it.each<[string[], string]>([
    ...['65536', '80.5', ''].map((port): [string[], string] => [
      ['--port', port],
      `--port must be an integer from 0 to 65535, got '${port}'`,
    ]),
    ...['=-1', '=', '= ', '=1e999', '=soon'].map((duration): [string[], string] => [
      [`--duration${duration}`],
      `--duration must be a number of seconds, 0 or more, got '${duration.slice(1)}'`,
    ]),
    [['--host', ' '], '--host is empty'],
    [['--api-key', ''], '--api-key is empty. To accept any key or none, use --any-key'],
    [['--seed', '1'.repeat(16)], `--seed must be an integer of at most 15 digits, got '${'1'.repeat(16)}'`],
    [['--max-body-bytes', '0'], "--max-body-bytes must be an integer above 0, got '0'"],
    ...['5', '/5', '5/', '5/1.'].map((limit): [string[], string] => [
      ['--key-limit', limit],
      `--key-limit must be requests/seconds, such as 5/10, got '${limit}'`,
    ]),
    [['--gateway', ''], "--gateway must be one of cometapi, openrouter, litellm, vllm-omni, got ''"],
    [['--scenario', 'fail, nope'], "--scenario: unknown scenario 'nope'"],
  ])('are refused as %j', (flags, message) => {
    expect(() => readEmulatorFlags(flags)).toThrow(new TypeError(message))
  })

  it('name a script that cannot be read, or is no list of steps, with the reason', () => {
    const script = join(mkdtempSync(join(tmpdir(), 'script-')), 'steps.json')
    const flags = ['--script', script]
    expect(() => readEmulatorFlags(flags)).toThrow(`--script: cannot read ${script}: ENOENT`)
    writeFileSync(script, '{"answer":"503"}')
    const message = `--script: ${script} must contain a JSON array of steps`
    expect(() => readEmulatorFlags(flags)).toThrow(new TypeError(message))
  })

  it('are explained beside the scenarios, each in a line with how often it comes', () => {
    expect(emulatorHelp).toMatch(
      /\n {2}expired {15}completes with an expired URL.*\n {2}chaos {17}all of this/,
    )
    expect(emulatorHelp).toMatch(
      /\n {2}501 {19}501\n {2}502 {19}502, HTML page of a load balancer; 2 times\n/,
    )
  })
})
