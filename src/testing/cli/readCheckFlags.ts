import { parseArgs } from 'node:util'
import type { CheckVideoProxyOptions } from '../check/ProxyCheck.js'

/** What the command line of `check-video-proxy` asks for. */
export interface CheckFlags {
  options: CheckVideoProxyOptions & { apiKey: string }
  /** Port to run an emulator on. */
  emulatorPort: number | undefined
  json: boolean
  help: boolean
}

const pairOf = (flag: string, text: string, separator: string): [string, string] => {
  const at = text.indexOf(separator)
  if (at < 1) throw new TypeError(`${flag} wants 'name${separator} value', got '${text}'`)
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

function headersOf(flag: string, lines: string[] | undefined): Headers | undefined {
  if (lines === undefined) return undefined
  try {
    return new Headers(lines.map((line) => pairOf(flag, line, ':')))
  } catch (error) {
    // What Headers says of a wrong value quotes it, and it may be a session.
    if (error instanceof TypeError && error.message.startsWith(flag)) throw error
    throw new TypeError(`${flag} holds a name or a value that no header can have`, { cause: error })
  }
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text) || Number(text) > 65_535) {
    throw new TypeError(`--emulator is a port, a whole number from 0 to 65535, got '${text}'`)
  }
  return Number(text)
}

/**
 * Reads the command line.
 *
 * @throws {TypeError} for a flag that is unknown, lacks its value or has one that makes no sense, and without a URL
 */
export function readCheckFlags(args: string[]): CheckFlags {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      header: { type: 'string', short: 'H', multiple: true },
      'other-header': { type: 'string', multiple: true },
      task: { type: 'string' },
      emulator: { type: 'string' },
      'api-key': { type: 'string', default: 'sk-emulator' },
      param: { type: 'string', multiple: true },
      'may-create': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [baseURL = '', ...more] = positionals
  if (!values.help && !/^https?:\/\//.test(baseURL)) {
    throw new TypeError(
      `The route's absolute URL comes first, as in http://127.0.0.1:3000/api/v1, got '${baseURL}'`,
    )
  }
  if (more.length > 0) throw new TypeError(`One route at a time, got '${more.join("', '")}' as well`)
  const params = values.param?.map((text) => pairOf('--param', text, '='))
  return {
    options: {
      baseURL,
      headers: headersOf('--header', values.header),
      otherHeaders: headersOf('--other-header', values['other-header']),
      taskId: values.task,
      apiKey: values['api-key'],
      params: params && { model: 'wan2.6', ...Object.fromEntries(params) },
      mayCreate: values['may-create'],
    },
    emulatorPort: portOf(values.emulator),
    json: values.json,
    help: values.help,
  }
}
