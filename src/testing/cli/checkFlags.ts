import { parseArgs } from 'node:util'
import { requirements } from '../check/checkVideoProxy.js'
import type { CheckVideoProxyOptions, OptionalRoute } from '../check/CheckContext.js'

/** The command line of `check-video-proxy`. */
export interface CheckFlags {
  options: CheckVideoProxyOptions & { apiKey: string }
  /** The port for the emulator; `undefined` for a check without it. */
  emulatorPort: number | undefined
  json: boolean
  help: boolean
}

/**
 * Parses the command line.
 *
 * @throws {TypeError} if a flag is unknown, has no value or an invalid one, or if the URL is missing
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
      route: { type: 'string', multiple: true },
      'may-create': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [baseURL = '', ...more] = positionals
  if (!values.help && !/^https?:\/\//.test(baseURL)) {
    throw new TypeError(
      `The first argument must be the absolute URL of the route, such as http://127.0.0.1:3000/api/v1, got '${baseURL}'`,
    )
  }
  if (more.length > 0) throw new TypeError(`Only one route can be checked, also got '${more.join("', '")}'`)
  const params = values.param?.map((text) => readPair('--param', text, '='))
  return {
    options: {
      baseURL,
      headers: readHeaders('--header', values.header),
      otherHeaders: readHeaders('--other-header', values['other-header']),
      taskId: values.task,
      apiKey: values['api-key'],
      params: params && { model: 'wan2.6', ...Object.fromEntries(params) },
      routes: values.route?.map(readRoute),
      mayCreate: values['may-create'],
    },
    emulatorPort: readPort(values.emulator),
    json: values.json,
    help: values.help,
  }
}

function readHeaders(flag: string, lines: string[] | undefined): Headers | undefined {
  const pairs = lines?.map((line) => readPair(flag, line, ': '))
  try {
    return pairs && new Headers(pairs)
  } catch (error) {
    // The error of `Headers` quotes the value, which may be a session.
    throw new TypeError(`${flag} contains a character that is invalid in a header`, { cause: error })
  }
}

/** @param separator as in the message; white space around it is optional */
function readPair(flag: string, text: string, separator: ': ' | '='): [string, string] {
  const at = text.indexOf(separator.trim())
  if (at < 1) throw new TypeError(`${flag} must be 'name${separator}value', got '${text}'`)
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

const ROUTES: readonly OptionalRoute[] = ['remix', 'list', 'delete', 'share', 'still']

function readRoute(text: string): OptionalRoute {
  const route = ROUTES.find((name) => name === text)
  if (!route) throw new TypeError(`--route must be ${ROUTES.join(', ')}, got '${text}'`)
  return route
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new TypeError(`--emulator must be a port, an integer from 0 to 65535, got '${text}'`)
}

const entries = Object.entries(requirements)
const list = entries.map(
  ([name, { description, needsEmulator }]) =>
    `  ${name.padEnd(21)}${needsEmulator ? '* ' : '  '}${description}`,
)
const optional = entries.filter(([, { route }]) => route)

/** The output of `check-video-proxy --help`. */
export const helpText = `check-video-proxy: checks a proxy route against ${list.length - optional.length} requirements, and one for each --route

Usage
  check-video-proxy http://127.0.0.1:3000/api/v1 -H 'cookie: session=…'
  check-video-proxy http://127.0.0.1:3000/api/v1 -H 'cookie: session=…' --emulator 8787

With --emulator 8787 the program serves the emulator at http://127.0.0.1:8787/v1. Start your proxy with this URL as its
baseURL and with sk-emulator as its key. The check then sees the upstream requests and makes the API fail on command.
Nothing is billed: tasks are created only after the emulator was detected behind the proxy.

Options
  -H, --header <line>      Header that signs in a user; can be repeated
  --other-header <line>    Header that signs in a second user, who must not access the first user's tasks; can be repeated
  --task <id>              Completed task of the user, for requirements that need a video, without the emulator
  --emulator <port>        Port to serve the emulator on during the check
  --api-key <key>          Key that the proxy sends to the API; searched for in every response. Default: sk-emulator
  --param <name=value>     Field of the creates on the emulator, for a proxy that allows only some values; can be repeated
  --route <name>           Optional route that the proxy turns on: remix, list, delete, share (public links) or still (pictures
                           that are sent for kept films); can be repeated. With --emulator, the emulator then plays a gateway
                           that has the first three
  --may-create             Create tasks even if the emulator was not detected; the real API bills them
  --json                   Print the results as JSON
  -h, --help               Show this help

Exit code
  0 if no requirement failed, 1 if one failed, 2 if the check could not run

Requirements (* needs --emulator)
${list.join('\n')}
`
