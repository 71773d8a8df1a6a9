import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** A script of the tests in a process of its own, which ends with the test. */
interface RunningScript {
  child: ChildProcess
  /** Resolves to the first output, trimmed; rejects where the script exits before. */
  firstOutput: () => Promise<string>
  /** Resolves when the script has exited, to all of its output. */
  exited: () => Promise<{ code: unknown; signal: unknown; output: string }>
}

/** Starts a script written in TypeScript. */
export function startScript(script: URL, ...args: string[]): RunningScript {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  const closed = once(child, 'close')
  return {
    child,
    firstOutput: () =>
      new Promise((resolve, reject) => {
        child.stdout.once('data', (text) => resolve(String(text).trim()))
        child.once('exit', () => reject(new Error('The script ended without output.')))
      }),
    exited: async () => {
      const [code, signal] = await closed
      return { code, signal, output }
    },
  }
}
