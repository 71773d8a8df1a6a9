import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** An app that runs as a process of its own, until the test ends. */
export interface RunningApp {
  origin: string
  /** Everything it has printed. */
  output: () => string
}

/** How an app is started. */
export interface StartOptions {
  /** What starts it, run by this Node in the app's folder; a binary is named in `bin`. */
  args: string[]
  bin?: string
  env: Record<string, string>
  /** Finds the origin in a line it prints. */
  readOrigin?: (line: string) => string | undefined
}

const printedAddress = (line: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]

/** Starts an app in its folder, on a free port, and waits until it tells where it is. */
export async function startApp(folder: string, options: StartOptions): Promise<RunningApp> {
  const { args, bin = process.execPath, env, readOrigin = printedAddress } = options
  const child = spawn(bin, args, {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed: string[] = []
  const exit = new Promise<void>((resolve) => child.once('close', () => resolve()))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exit
  })
  child.stderr.on('data', (chunk) => printed.push(String(chunk)))
  const origin = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    void exit.then(() =>
      reject(new Error(`The app in ${folder} ended before it served:\n${printed.join('')}`)),
    )
    createInterface(child.stdout).on('line', (line) => {
      printed.push(`${line}\n`)
      const found = readOrigin(line)
      if (found) resolve(found)
    })
  })
  return { origin, output: () => printed.join('') }
}
