import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Finding, ok, wrong } from './Finding.js'

const cwd = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Runs a program in this repository.
 *
 * @returns its exit code and what it printed, standard output apart
 */
export function run(
  command: string,
  ...args: string[]
): { code: number | null; stdout: string; all: string } {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (error) throw error
  return { code: status, stdout, all: stdout + stderr }
}

/** Runs one of the npm scripts; what it printed is told only when it failed. */
export function runScript(name: string, about: string): Finding {
  const { code, all } = run('npm', 'run', name)
  return code === 0
    ? ok(`npm run ${name}: ${about}`)
    : wrong(`npm run ${name} failed with ${String(code)}:\n${all}`)
}
