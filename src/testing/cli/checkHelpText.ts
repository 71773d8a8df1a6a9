import { guarantees } from '../check/guarantees.js'

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
