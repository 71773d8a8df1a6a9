import { type ChildProcess, fork } from 'node:child_process'
import type { TestGroup } from './relatedTests.js'
import type { TestRun } from './testServer.js'

/** Runs tests in a copy of the repository. */
export interface TestRunner {
  /**
   * Runs test files up to the first failure.
   *
   * @param changed the source that has changed since the last run
   * @param end when the run is stopped, in ms since the epoch
   * @returns the files that failed; undefined where the time was over, or the run ended by itself
   */
  run: (group: TestGroup, changed: string, end: number) => Promise<string[] | undefined>
  stop: () => void
}

/** Creates a runner of the tests in a copy; it starts with the first run, and again after one that had to be stopped. */
export function createTestRunner(root: string): TestRunner {
  let server: Promise<ChildProcess> | undefined
  let started: ChildProcess | undefined

  function start(): Promise<ChildProcess> {
    const child = fork(`${root}scripts/mutants/testServer.ts`, {
      cwd: root,
      execArgv: ['--import', 'tsx'],
      // As Vitest's own command sets it: without it, Storybook's plugin names no stories.
      env: { ...process.env, VITEST: 'true' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A group of its own, so that its workers and browser end with it.
      detached: true,
    })
    started = child
    let said = ''
    child.stderr?.on('data', (data) => (said = (said + data).slice(-2_000)))
    return new Promise((resolve, reject) => {
      child.once('message', () => {
        // Without a code it was stopped, since the time of a fault was over.
        child.on(
          'exit',
          (code) => code !== null && console.error(`The tests ended: exit code ${code}.\n${said}`),
        )
        resolve(child)
      })
      child.once('exit', (code) => reject(new Error(`The tests did not start: exit code ${code}.\n${said}`)))
    })
  }

  function stop() {
    server = undefined
    try {
      if (started?.pid !== undefined) process.kill(-started.pid, 'SIGKILL')
    } catch {
      // It has ended.
    }
  }

  return {
    async run(group, changed, end) {
      server ??= start()
      const child = await server
      const answer = await new Promise<string[] | undefined>((resolve) => {
        const finish = (files?: string[]) => {
          clearTimeout(timer)
          child.off('message', finish).off('exit', onExit)
          resolve(files)
        }
        const onExit = () => finish()
        const timer = setTimeout(onExit, Math.max(1_000, end - Date.now()))
        child.once('message', finish).once('exit', onExit)
        child.send({ ...group, changed } satisfies TestRun)
      })
      if (!answer) stop()
      return answer
    },
    stop,
  }
}
