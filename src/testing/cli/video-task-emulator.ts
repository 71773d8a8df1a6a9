#!/usr/bin/env node
import process from 'node:process'
import { createVideoEmulator } from '../createVideoEmulator.js'
import type { VideoEmulator, VideoEmulatorOptions } from '../VideoEmulator.js'
import { type EmulatorFlags, helpText, readEmulatorFlags } from './emulatorFlags.js'
import { baseUrlOf, explainListenError, serveEmulator, stopServer } from './emulatorServer.js'

const flags = readFlagsOrExit()
if (flags.help) process.stdout.write(helpText)
else await run(flags)

function readFlagsOrExit(): EmulatorFlags {
  try {
    return readEmulatorFlags(process.argv.slice(2))
  } catch (error) {
    return exitWithUsageError(error)
  }
}

async function run({ host, port, ...options }: EmulatorFlags): Promise<void> {
  const emulator = createOrExit(options)
  const server = await serveEmulator(emulator, { host, port }).catch((error: unknown) => {
    process.stderr.write(`video-task-emulator: ${explainListenError(error, { host, port })}\n`)
    return process.exit(1)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopServer(server))
  process.stdout.write(`${baseUrlOf(server, host)}\n`)
}

function createOrExit(options: VideoEmulatorOptions): VideoEmulator {
  try {
    return createVideoEmulator(options)
  } catch (error) {
    return exitWithUsageError(error)
  }
}

function exitWithUsageError(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`video-task-emulator: ${reason}\nTry --help\n`)
  return process.exit(2)
}
