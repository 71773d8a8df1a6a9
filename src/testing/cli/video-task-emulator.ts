#!/usr/bin/env node
import type { Server } from 'node:http'
import process from 'node:process'
import { baseUrlOf, createEmulatorListener, explainListenError, listen } from './listen.js'
import { type Flags, helpText, readFlags } from './readFlags.js'
import { createVideoEmulator } from '../createVideoEmulator.js'
import type { VideoEmulator, VideoEmulatorOptions } from '../VideoEmulator.js'

const flags = flagsOrExit()
if (flags.help) process.stdout.write(helpText)
else await serve(flags)

function exitWith(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`video-task-emulator: ${reason}\nTry --help\n`)
  return process.exit(2)
}

function flagsOrExit(): Flags {
  try {
    return readFlags(process.argv.slice(2))
  } catch (error) {
    return exitWith(error)
  }
}

function emulatorOrExit(options: VideoEmulatorOptions): VideoEmulator {
  try {
    return createVideoEmulator(options)
  } catch (error) {
    return exitWith(error)
  }
}

async function serve({ host, port, ...options }: Flags): Promise<void> {
  const emulator = emulatorOrExit(options)
  const server = await listen(createEmulatorListener(emulator), port, host).catch((error: unknown) => {
    process.stderr.write(`video-task-emulator: ${explainListenError(error, flags)}\n`)
    return process.exit(1)
  })
  endOn(['SIGINT', 'SIGTERM'], server)
  process.stdout.write(`${baseUrlOf(server, host)}\n`)
}

function endOn(signals: NodeJS.Signals[], server: Server): void {
  const end = () => {
    server.close()
    // A player keeps its connection open; without this the process would wait for it.
    server.closeAllConnections()
  }
  for (const signal of signals) process.once(signal, end)
}
