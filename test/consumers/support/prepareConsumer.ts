import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, inject } from 'vitest'

/** A project of somebody else's, in a fresh folder. */
export interface Consumer {
  readonly folder: string
  /** What its build printed. */
  readonly built: string
  /** Runs a program there; gives its standard output. @throws {Error} with what it printed, when it fails */
  run: (command: string, args: string[]) => Promise<string>
  /** The version of an installed package. */
  versionOf: (name: string) => Promise<string>
}

interface ConsumerOptions {
  /** Folders of this repository, and where in the project their files go. */
  from: Record<string, string>
  /** Packages with their versions, beside those that the files name. */
  packages?: string[]
  /** Flags of `npm install`. */
  flags?: string[]
  /** Whether `npm run build` comes after it. */
  isBuilt?: boolean
}

const repository = fileURLToPath(new URL('../../../', import.meta.url))

/** What an install, a build or a run of these folders leaves behind, and the versions it once chose. */
const LEFT_BEHIND = ['node_modules', '.next', 'dist', 'package-lock.json', 'react-video-task.tgz', '.npmrc']

/** What the test runner and the npm that started it put into the environment, and no shell of a stranger's has. */
const OF_THE_TESTS = /^(NODE_ENV|NODE_OPTIONS|VITE.*|npm_package_.*|npm_config_(local_prefix|omit.*))$/

/** Before the first test: a project of these files, in which `npm install` installs the packed package. Gone after the last. */
export function prepareConsumer({ from, packages = [], flags = [], isBuilt }: ConsumerOptions): Consumer {
  let folder = ''
  let built = ''
  const execute = async (command: string, args: string[]) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_THE_TESTS.test(name)))
    try {
      const options = { cwd: folder, env: { ...env, NEXT_TELEMETRY_DISABLED: '1' } }
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
        filter: (path) => !LEFT_BEHIND.includes(basename(path)),
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
    run: async (command, args) => (await execute(command, args)).stdout,
    versionOf: async (name) =>
      JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version,
  }
}
