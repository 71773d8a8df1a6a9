import { build } from 'esbuild'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const CACHE = `${ROOT}node_modules/.cache/programs`

/** The programs of the package, as `bin` in package.json names them. */
type Program = 'video-task-emulator' | 'check-video-proxy'

/** A program that runs until it ends or the test does. */
export interface RunningProgram {
  child: ChildProcess
  /** Resolves to the first output on stdout, trimmed: for the emulator, its base URL. */
  firstOutput: Promise<string>
  /** Resolves when the program has exited. */
  exited: Promise<{ code: unknown; signal: unknown; stdout: string; stderr: string }>
}

/** Starts a program of the package from its bundle; the end of the test kills it. */
export async function runProgram(name: Program, ...flags: string[]): Promise<RunningProgram> {
  const child = spawn(process.execPath, [await bundleProgram(name), ...flags])
  onTestFinished(() => void child.kill('SIGKILL'))
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += chunk))
  child.stderr.on('data', (chunk) => (output.stderr += chunk))
  return {
    child,
    firstOutput: once(child.stdout, 'data').then(() => output.stdout.trim()),
    exited: once(child, 'close').then(([code, signal]) => ({ code, signal, ...output })),
  }
}

const bundles = new Map<Program, Promise<string>>()

/** Bundles a program once, so that plain `node` starts it without compiling TypeScript; returns the bundle's path. */
export function bundleProgram(name: Program): Promise<string> {
  const bundle = bundles.get(name) ?? writeBundle(name)
  bundles.set(name, bundle)
  return bundle
}

async function writeBundle(name: Program): Promise<string> {
  const path = `${CACHE}/${name}.mjs`
  const result = await build({
    entryPoints: [`${ROOT}src/testing/cli/${name}.ts`],
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node20', write: false },
  })
  const [bundle] = result.outputFiles
  if (!bundle) throw new Error(`esbuild made no bundle of ${name}`)
  // A rename is atomic: test files that run beside this one never start half a bundle.
  const temporary = `${CACHE}/${name}.${randomUUID()}`
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(temporary, bundle.contents)
  renameSync(temporary, path)
  return path
}
