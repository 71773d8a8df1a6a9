import { parseArgs } from 'node:util'

const USAGE =
  'Usage: npm run demo -- [--port 5173] [--duration 20]   (duration: seconds an emulated video takes)'

function readNumber(name: string, value: string, min: number, max: number): number {
  const number = Number(value)
  if (value.trim() !== '' && number >= min && number <= max) return number
  throw new Error(`--${name} is '${value}'. Expected a number from ${min} to ${max}.`)
}

/** The demo's command line; tells what was wrong and ends the process when it cannot be read. */
export function readOptions(args: string[]): { port: number; duration: number } {
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
