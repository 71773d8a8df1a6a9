#!/usr/bin/env node
import process from 'node:process'
import type { Server } from 'node:http'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { baseUrlOf } from './cli/baseUrlOf.js'
import { explainListenError } from './cli/explainListenError.js'
import { helpText } from './cli/helpText.js'
import { listen } from './cli/listen.js'
import { readFlags, type Flags } from './cli/readFlags.js'
import { createVideoEmulator } from './createVideoEmulator.js'

const flags = flagsOrExit()
if (flags.help) process.stdout.write(helpText)
else await serve(flags)

function flagsOrExit(): Flags {
  try {
    return readFlags(process.argv.slice(2))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    process.stderr.write(`video-task-emulator: ${reason}\nTry --help\n`)
    return process.exit(2)
  }
}

async function serve({ host, port, duration, apiKey }: Flags): Promise<void> {
  const emulator = createVideoEmulator({ duration, apiKey })
  const listener = createRequestListener((request) => emulator.fetch(request))
  const server = await listen(listener, port, host).catch((error: unknown) => {
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
