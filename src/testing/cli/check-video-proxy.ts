#!/usr/bin/env node
import type { Server } from 'node:http'
import process from 'node:process'
import { checkVideoProxy } from '../check/checkVideoProxy.js'
import { createEmulatorListener, explainListenError, listen } from './listen.js'
import { type CheckFlags, checkHelpText, printResults, readCheckFlags } from './readCheckFlags.js'
import { createVideoEmulator } from '../createVideoEmulator.js'
import type { VideoEmulator } from '../VideoEmulator.js'

const HOST = '127.0.0.1'

function exitWith(reason: string): never {
  process.stderr.write(`check-video-proxy: ${reason}\n`)
  return process.exit(2)
}

function flagsOrExit(): CheckFlags {
  try {
    return readCheckFlags(process.argv.slice(2))
  } catch (error) {
    return exitWith(`${error instanceof Error ? error.message : String(error)}\nTry --help`)
  }
}

/** Node hides why a request failed in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `${error instanceof Error ? error.message : String(error)}${cause}`
}

async function startEmulator(emulator: VideoEmulator, port: number): Promise<Server> {
  return listen(createEmulatorListener(emulator), port, HOST).catch((error: unknown) =>
    exitWith(explainListenError(error, { port, host: HOST }).replace('--port', '--emulator')),
  )
}

async function run({ options, emulatorPort, json }: CheckFlags): Promise<void> {
  const { apiKey, baseURL } = options
  const emulator = emulatorPort === undefined ? undefined : createVideoEmulator({ apiKey })
  const server = emulator && (await startEmulator(emulator, emulatorPort ?? 0))
  try {
    const results = await checkVideoProxy(fetch, { ...options, emulator })
    process.stdout.write(json ? `${JSON.stringify(results, undefined, 2)}\n` : printResults(results))
    process.exitCode = results.some(({ kept }) => kept === false) ? 1 : 0
  } catch (error) {
    process.stderr.write(`check-video-proxy: ${baseURL} cannot be reached: ${reasonOf(error)}\n`)
    process.exitCode = 2
  } finally {
    server?.close()
    server?.closeAllConnections()
  }
}

const flags = flagsOrExit()
if (flags.help) process.stdout.write(checkHelpText)
else await run(flags)
