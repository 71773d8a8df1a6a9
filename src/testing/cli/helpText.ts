import { faults } from '../faults/faults.js'
import { contentScenarios } from '../scenarios/contentScenarios.js'
import { dialects } from '../scenarios/dialects/dialects.js'
import { flows } from '../scenarios/flows/flows.js'
import { freshIds } from '../scenarios/freshIds.js'

const table = (entries: Readonly<Record<string, { about: string }>>) =>
  Object.entries(entries)
    .map(([name, { about }]) => `  ${name.padEnd(22)}${about}`)
    .join('\n')

const often = Object.fromEntries(
  Object.entries(faults).map(([name, { about, times }]) => [
    name,
    { about: Number.isFinite(times) ? `${about}; ${times === 1 ? 'once' : `${times} times`}` : about },
  ]),
)

/** What `--help` prints. */
export const helpText = `video-task-emulator: the vendor's video API on this machine, without a key or a bill

Usage
  video-task-emulator [--port 8787] [--host 127.0.0.1] [--duration 20] [--api-key sk-emulator]
                      [--scenario wrapped,fail] [--script steps.json] [--seed 7]

Options
  --port <number>     Port to listen on; 0 takes any free one
  --host <name>       Address to listen on
  --duration <s>      Seconds from the create to the end of a task
  --api-key <key>     The key callers must send as a bearer token
  --any-key           Accept callers with any key or none
  --scenario <names>  How all tasks go; several names are joined by commas
  --script <file>     How all tasks go, step by step: a JSON array such as
                      [{"status": "queued", "times": 2}, {"answer": "503"}, {"after": 9000, "status": "completed"}]
  --seed <number>     Makes ids and chaos repeatable
  -h, --help          Show this

Scenarios
  A prompt chooses one by its name in brackets, '[fail] a lake', a request by the header
  'x-emulator-scenario: fail'. Several add up: '[wrapped] [fail]'.

How a task goes
${table(flows)}
  ${'chaos'.padEnd(22)}all of this at random; the same for the same --seed

Ids that the API does not know yet
${table(freshIds)}

How the task is written down
${table(dialects)}

What is wrong with the video
${table(contentScenarios)}

What goes wrong with a request: create-NAME hits creates, poll-NAME polls, content-NAME downloads
${table(often)}
`
