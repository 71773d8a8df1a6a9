import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, inject } from 'vitest'

/** A project in a fresh folder that installs this package. */
interface Consumer {
  readonly folder: string
  /** The output of its build. */
  readonly built: string
  /** Runs a program there and returns its standard output. @throws {Error} with its output, if it fails */
  run: (command: string, args: string[], env?: Record<string, string>) => Promise<string>
  /** The version of an installed package. */
  versionOf: (name: string) => Promise<string>
}

interface ConsumerOptions {
  /** Folders of this repository, and the folders of the project into which their files are copied; or single files. */
  from: Record<string, string>
  /** Packages with their versions, in addition to those in `package.json`. */
  packages?: string[]
  /** Flags of `npm install`. */
  flags?: string[]
  /** Whether to run `npm run build` after the install. */
  isBuilt?: boolean
}

const repository = fileURLToPath(new URL('../../../', import.meta.url))

/** Files that are not copied: the results of an install, a build or a run. */
const GENERATED = ['node_modules', '.next', 'dist', 'package-lock.json', 'react-video-task.tgz', '.npmrc']

/** Environment variables of the test runner and of the npm that started it, which a user's shell does not have. */
const TEST_RUNNER_VARIABLES =
  /^(NODE_ENV|NODE_OPTIONS|VITE.*|npm_package_.*|npm_config_(local_prefix|omit.*))$/

/** Creates a project before the first test, installs the packed package in it, and removes it after the last test. */
export function prepareConsumer({ from, packages = [], flags = [], isBuilt }: ConsumerOptions): Consumer {
  let folder = ''
  let built = ''
  const execute = async (command: string, args: string[], extra: Record<string, string> = {}) => {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !TEST_RUNNER_VARIABLES.test(name)),
    )
    try {
      const options = { cwd: folder, env: { ...env, NEXT_TELEMETRY_DISABLED: '1', ...extra } }
      return await promisify(execFile)(command, args, options)
    } catch (error) {
      const { stdout = '', stderr = '' } = Object(error)
      throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error })
    }
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'consumer-'))
    for (const [source, target] of Object.entries(from)) {
      await cp(join(repository, source), join(folder, target), {
        recursive: true,
        filter: (path) => !GENERATED.includes(basename(path)),
      })
    }
    await execute('npm', ['install', '--no-audit', '--no-fund', ...flags, inject('tarball'), ...packages])
    if (!isBuilt) return
    const { stdout, stderr } = await execute('npm', ['run', 'build'])
    built = stdout + stderr
  }, 900_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return {
    get folder() {
      return folder
    },
    get built() {
      return built
    },
    run: async (command, args, env) => (await execute(command, args, env)).stdout,
    versionOf: async (name) =>
      JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version,
  }
}

/**
 * The lowest version that `package.json` allows of a peer, and the range whose newest version is the newest it allows.
 *
 * @throws {Error} if the range is not of the form `^1.2.3 || ^2.0.0`
 */
export function peerVersions(peer: 'react' | '@tanstack/react-query'): { lowest: string; newest: string } {
  const { peerDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
  const range: unknown = peerDependencies[peer]
  const versions = String(range).split(' || ')
  const [lowest] = versions
  const newest = versions.at(-1)
  if (!lowest || !newest || !versions.every((version) => /^\^\d+\.\d+\.\d+$/.test(version))) {
    throw new Error(
      `package.json names ${peer} ${String(range)}. Expected a range such as ^18.0.0 || ^19.0.0.`,
    )
  }
  return { lowest: lowest.slice(1), newest }
}
