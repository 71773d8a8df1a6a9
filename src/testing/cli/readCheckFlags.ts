import { parseArgs } from 'node:util'
import { guarantees } from '../check/checkVideoProxy.js'
import type { CheckVideoProxyOptions, ProxyCheckResult } from '../check/ProxyCheck.js'

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

const lines = Object.entries(guarantees).map(
  ([name, { about, needsEmulator }]) => `  ${name.padEnd(21)}${needsEmulator ? '* ' : '  '}${about}`,
)

/** What `check-video-proxy --help` prints. */
export const checkHelpText = `check-video-proxy: what a video proxy of yours promises, and whether it keeps it

Usage
  check-video-proxy http://127.0.0.1:3000/api/v1 -H 'cookie: session=…'
  check-video-proxy http://127.0.0.1:3000/api/v1 -H 'cookie: session=…' --emulator 8787

With --emulator it runs the vendor's API on http://127.0.0.1:8787/v1. Start your proxy with that as its baseURL and
sk-emulator as its key, and the check sees what the API is asked and makes it misbehave. Nothing is billed: tasks are made
only where the check has seen that the emulator is behind the proxy.

Options
  -H, --header <line>      Sent with each request of a signed-in user; may be repeated
  --other-header <line>    The same for another user, who must not see the first one's tasks
  --task <id>              A completed task that the user may see, for lines that need a video without an emulator
  --emulator <port>        Run an emulator there for the length of the check
  --api-key <key>          The key the proxy sends, looked for in every answer; by default sk-emulator
  --param <name=value>     A field of the creates on the emulator, where the proxy allows only some; may be repeated
  --may-create             Make tasks although the emulator was not seen behind the proxy; on the real API they are billed
  --json                   Print the lines as JSON
  -h, --help               Show this

It ends with 0 where nothing is broken, with 1 where something is, and with 2 where it could not be tried.

Guarantees; * takes --emulator
${lines.join('\n')}
`

const WORDS = { true: 'kept', false: 'BROKEN', unknown: 'unknown' }

const wordOf = ({ kept }: ProxyCheckResult) => WORDS[`${kept}`]

/** The lines of a check as text, what is broken and unknown with its evidence, and a sum at the end. */
export function printResults(results: readonly ProxyCheckResult[]): string {
  const lines = results.map((result) => {
    const reason = result.kept === true ? '' : `\n${' '.repeat(8)}${result.evidence}`
    return `${wordOf(result).padEnd(8)}${result.guarantee.padEnd(21)}${result.about}${reason}`
  })
  const count = (kept: ProxyCheckResult['kept']) => results.filter((result) => result.kept === kept).length
  return `${lines.join('\n')}\n\n${count(true)} kept, ${count(false)} broken, ${count('unknown')} unknown\n`
}
