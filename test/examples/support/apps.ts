import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { onTestFinished } from 'vitest'
import { serve } from '../../support/serve.js'

/** An app that runs in a process of its own until the test ends. */
export interface RunningApp {
  origin: string
  /** Everything printed so far. */
  output: () => string
  /** Ends it at once, as the kernel does when memory is short. */
  kill: () => Promise<void>
}

interface StartOptions {
  /** The arguments of `bin`, which runs in the app's folder. */
  args: string[]
  /** @default this Node */
  bin?: string
  env: Record<string, string>
  /** Finds the origin in a printed line. @default the first loopback address */
  readOrigin?: (line: string) => string | undefined
}

/** Starts `examples/<name>`. */
export function startExample(name: string, options: StartOptions): Promise<RunningApp> {
  return startApp(fileURLToPath(new URL(`../../../examples/${name}/`, import.meta.url)), options)
}

/** Starts an app in its folder, on a free port, and waits until it prints its origin. */
export async function startApp(folder: string, options: StartOptions): Promise<RunningApp> {
  const { args, bin = process.execPath, env, readOrigin = loopbackOrigin } = options
  const child = spawn(bin, args, {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: `next dev` serves from a child, which outlives it.
    detached: true,
  })
  const printed: string[] = []
  const exit = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const kill = async () => {
    killGroup(child.pid)
    await exit
  }
  onTestFinished(kill)
  child.stderr.on('data', (chunk) => printed.push(String(chunk)))
  const origin = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    void exit.then(() =>
      reject(new Error(`The app in ${folder} exited before it served:\n${printed.join('')}`)),
    )
    createInterface(child.stdout).on('line', (line) => {
      printed.push(`${line}\n`)
      const found = readOrigin(line)
      if (found) resolve(found)
    })
  })
  return { origin, output: () => printed.join(''), kill }
}

/** Ends a process and its children, as far as they run. */
function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

const loopbackOrigin = (line: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]

/** The emulated API over HTTP. */
export interface RunningApi {
  emulator: VideoEmulator
  key: string
  /** The environment that makes an example use it. */
  env: Record<string, string>
}

/** Serves the emulator until the test ends; `duration` of a task in ms. */
export async function startApi({ duration = 2_000 } = {}): Promise<RunningApi> {
  const key = 'sk-canary-7c1b90e4d2'
  // Without video URLs, so that a video plays only through the proxy.
  const emulator = createVideoEmulator({ apiKey: key, duration, scenario: 'no-url' })
  const origin = await serve((request) => emulator.handle(request))
  return {
    emulator,
    key,
    env: {
      COMETAPI_KEY: key,
      COMETAPI_BASE_URL: `${origin}/v1`,
      VIDEO_ID_SECRET: 'a secret of the tests, 32 and more characters long',
    },
  }
}
