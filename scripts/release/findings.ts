import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The result of one check before a release. */
export interface Finding {
  /** `outstanding`: nothing is broken, but a publish has to wait until it is done. */
  verdict: 'ok' | 'outstanding' | 'wrong'
  /** What was checked, with its result, and what to do if there is something to do. */
  text: string
}

export const ok = (text: string): Finding => ({ verdict: 'ok', text })
export const outstanding = (text: string): Finding => ({ verdict: 'outstanding', text })
export const wrong = (text: string): Finding => ({ verdict: 'wrong', text })

/** Runs one of the npm scripts. Its output appears in the finding only if it failed. */
export function runScript(name: string, about: string): Finding {
  const { code, all } = run('npm', 'run', name)
  return code === 0
    ? ok(`npm run ${name}: ${about}`)
    : wrong(`npm run ${name} failed with ${String(code)}:\n${all}`)
}

const cwd = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Runs a program in the root of this repository.
 *
 * @returns its exit code, its standard output, and all of its output
 */
export function run(
  command: string,
  ...args: string[]
): { code: number | null; stdout: string; all: string } {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (error) throw error
  return { code: status, stdout, all: stdout + stderr }
}
