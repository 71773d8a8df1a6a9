#!/usr/bin/env node
import process from 'node:process'
import { checkVideoProxy } from '../check/checkVideoProxy.js'
import type { ProxyCheckResult } from '../check/results.js'
import { createVideoEmulator } from '../createVideoEmulator.js'
import type { VideoEmulator } from '../VideoEmulator.js'
import { type CheckFlags, helpText, readCheckFlags } from './checkFlags.js'
import { explainListenError, serveEmulator, stopServer } from './emulatorServer.js'

const flags = readFlagsOrExit()
if (flags.help) process.stdout.write(helpText)
else await run(flags)

function readFlagsOrExit(): CheckFlags {
  try {
    return readCheckFlags(process.argv.slice(2))
  } catch (error) {
    return exitWith(`${messageOf(error)}\nTry --help`)
  }
}

async function run({ options, emulatorPort, json }: CheckFlags): Promise<void> {
  const { apiKey, baseURL, routes } = options
  // The gateway that has all optional routes, for the models of CometAPI.
  const gateway = routes ? 'litellm' : 'cometapi'
  const emulator = emulatorPort === undefined ? undefined : createVideoEmulator({ apiKey, gateway })
  const server = emulator && (await serveOrExit(emulator, emulatorPort ?? 0))
  const results = await checkVideoProxy(fetch, { ...options, emulator })
    .catch((error: unknown) => exitWith(`${baseURL} cannot be reached: ${reasonOf(error)}`))
    .finally(() => server && stopServer(server))
  process.stdout.write(json ? `${JSON.stringify(results, undefined, 2)}\n` : formatResults(results))
  process.exitCode = results.some(({ status }) => status === 'fail') ? 1 : 0
}

async function serveOrExit(emulator: VideoEmulator, port: number) {
  const address = { port, host: '127.0.0.1' }
  return serveEmulator(emulator, address).catch((error: unknown) =>
    exitWith(explainListenError(error, address, '--emulator')),
  )
}

/** Formats a line for each result, the evidence of those that did not pass, and a summary. */
function formatResults(results: readonly ProxyCheckResult[]): string {
  const labels = { pass: 'pass', fail: 'FAIL', unknown: 'unknown' }
  const lines = results.map(({ requirement, description, status, evidence }) => {
    const reason = status === 'pass' ? '' : `\n${' '.repeat(8)}${evidence}`
    return `${labels[status].padEnd(8)}${requirement.padEnd(21)}${description}${reason}`
  })
  const count = (status: ProxyCheckResult['status']) =>
    results.filter((result) => result.status === status).length
  const summary = `${count('pass')} passed, ${count('fail')} failed, ${count('unknown')} unknown`
  return `${lines.join('\n')}\n\n${summary}\n`
}

function exitWith(reason: string): never {
  process.stderr.write(`check-video-proxy: ${reason}\n`)
  return process.exit(2)
}

/** The message of an error and of its cause, in which Node puts the reason of a failed request. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `${messageOf(error)}${cause}`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
