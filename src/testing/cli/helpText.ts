import { promptMarkers } from '../scenarios/promptMarkers.js'

const markers = promptMarkers.map(({ marker, description }) => `  ${marker.padEnd(20)}${description}`)

/** What `--help` prints. */
export const helpText = `video-task-emulator: the vendor's video API on this machine, without a key or a bill

Usage
  video-task-emulator [--port 8787] [--host 127.0.0.1] [--duration 20] [--api-key sk-emulator]

Options
  --port <number>     Port to listen on; 0 takes any free one
  --host <name>       Address to listen on
  --duration <s>      Seconds from the create to the end of a task
  --api-key <key>     The key callers must send as a bearer token
  --any-key           Accept callers with any key or none
  -h, --help          Show this

Markers in a prompt
${markers.join('\n')}
`
