import { parseArgs } from 'node:util'

/** What the command line asks for. */
export interface Flags {
  port: number
  host: string
  /** Milliseconds. */
  duration: number
  apiKey: string | false
  help: boolean
}

/**
 * Reads the command line.
 *
 * @throws {TypeError} for a flag that is unknown, lacks its value or has one that makes no sense
 */
export function readFlags(args: string[]): Flags {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8787' },
      host: { type: 'string', default: '127.0.0.1' },
      duration: { type: 'string', default: '20' },
      'api-key': { type: 'string', default: 'sk-emulator' },
      'any-key': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const port = Number(values.port)
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new TypeError(`--port is a whole number from 0 to 65535, got '${values.port}'`)
  }
  const seconds = Number(values.duration)
  if (values.duration.trim() === '' || !Number.isFinite(seconds) || seconds < 0) {
    throw new TypeError(`--duration is a number of seconds, 0 or more, got '${values.duration}'`)
  }
  if (values.host.trim() === '') throw new TypeError('--host is empty')
  if (values['api-key'] === '') throw new TypeError('--api-key is empty; --any-key accepts every caller')
  const apiKey = values['any-key'] ? false : values['api-key']
  return { port, host: values.host, duration: seconds * 1000, apiKey, help: values.help }
}
