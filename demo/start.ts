// Runs `npm run demo`: the page, the proxy, and an emulated API, or the real one if COMETAPI_KEY is set.
import { parseArgs } from 'node:util'

const USAGE =
  'Usage: npm run demo -- [--port 5173] [--duration 20]   (duration: seconds an emulated video takes)'

const { port, duration } = readOptions(process.argv.slice(2))
const apiKey = process.env['COMETAPI_KEY'] || undefined

// Imported after the options are read: Vite takes seconds to load.
const { startDemoServer } = await import('./server.js')
const server = await startDemoServer({ port, duration, apiKey }).catch((error: unknown) => {
  const isTaken = error instanceof Error && /in use|EADDRINUSE/.test(error.message)
  const other = `Free it, or choose another one: npm run demo -- --port ${port + 1}`
  console.error(isTaken ? `Port ${port} is taken. ${other}` : error)
  process.exit(1)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close().then(() => process.exit(0)))
}

const api = apiKey
  ? 'the real API (every video is billed)'
  : `an emulated API (a video takes ${duration / 1_000} s)`
console.log(`\n  ${server.url}\n\n  The demo runs on ${api}. Ctrl-C ends it.\n`)

/** Reads the command line; prints what is wrong with it and the usage, and exits, if it is invalid. */
function readOptions(args: string[]): { port: number; duration: number } {
  try {
    const { values } = parseArgs({
      args,
      options: { port: { type: 'string', default: '5173' }, duration: { type: 'string', default: '20' } },
    })
    return {
      port: readNumber('port', values.port, 0, 65_535),
      duration: readNumber('duration', values.duration, 0, 3_600) * 1_000,
    }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
    process.exit(2)
  }
}

function readNumber(name: string, value: string, min: number, max: number): number {
  const number = Number(value)
  if (value.trim() !== '' && number >= min && number <= max) return number
  throw new Error(`--${name} is '${value}'. Expected a number from ${min} to ${max}.`)
}
