import { type ChildProcess, spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'

/** A demo in a process of its own. */
export interface RunningDemo {
  process: ChildProcess
  /** Everything printed so far. */
  output: () => string
  /** Resolves with the exit code. */
  exit: Promise<number | null>
}

/** Starts `npm run demo`, and stops it when the test ends, or when the callback passed to `onEnd` is called. */
export function startDemo(
  args: string[],
  env: Record<string, string> = {},
  onEnd: (stop: () => Promise<void>) => void = onTestFinished,
): RunningDemo {
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo/start.ts', ...args], {
    // A key in the developer's environment would put the demo on the real API.
    env: { ...process.env, COMETAPI_KEY: undefined, COMETAPI_BASE_URL: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed: string[] = []
  child.stdout.on('data', (chunk) => printed.push(String(chunk)))
  child.stderr.on('data', (chunk) => printed.push(String(chunk)))
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  onEnd(async () => {
    child.kill('SIGKILL')
    await exit
  })
  return { process: child, output: () => printed.join(''), exit }
}

/** Resolves with the URL that a demo prints once it serves requests. */
export async function addressOf(demo: RunningDemo): Promise<string> {
  for (;;) {
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(demo.output())?.[0]
    if (address) return address
    const ended = await Promise.race([
      demo.exit,
      new Promise((resolve) => demo.process.stdout?.once('data', () => resolve('more'))),
    ])
    if (ended !== 'more') throw new Error(`The demo ended with ${String(ended)}: ${demo.output()}`)
  }
}
