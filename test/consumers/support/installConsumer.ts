import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, inject } from 'vitest'

/** A project of somebody else's, in a fresh folder. */
export interface Consumer {
  folder: string
  /** Runs a program there. @throws {Error} with what it printed, when it fails */
  run: (command: string, args: string[]) => Promise<string>
  /** The version of an installed package. */
  versionOf: (name: string) => Promise<string>
}

interface InstallOptions {
  /** Folders of this repository, and where in the project their files go. */
  from: Record<string, string>
  /** Packages with their versions, beside those that the files name. */
  packages?: string[]
  /** Flags of `npm install`. */
  flags?: string[]
}

const repository = fileURLToPath(new URL('../../../', import.meta.url))

/** What an install, a build or a run of these folders leaves behind, and the versions it once chose. */
const LEFT_BEHIND = ['node_modules', '.next', 'dist', 'package-lock.json', 'react-video-task.tgz', '.npmrc']

/** A shell of somebody who has never heard of these tests. */
const env = () =>
  Object.fromEntries(
    Object.entries({ ...process.env, NEXT_TELEMETRY_DISABLED: '1' }).filter(
      ([name]) =>
        !/^(NODE_ENV|NODE_OPTIONS|VITE.*|npm_package_.*|npm_config_(local_prefix|omit.*))$/.test(name),
    ),
  )

/** Makes a project of these files and installs the packed package in it as `npm install` does; gone after the file's tests. */
export async function installConsumer({
  from,
  packages = [],
  flags = [],
}: InstallOptions): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), 'consumer-'))
  afterAll(() => rm(folder, { recursive: true }))
  for (const [source, target] of Object.entries(from)) {
    await cp(join(repository, source), join(folder, target), {
      recursive: true,
      filter: (path) => !LEFT_BEHIND.includes(basename(path)),
    })
  }
  const run: Consumer['run'] = async (command, args) => {
    try {
      const { stdout } = await promisify(execFile)(command, args, { cwd: folder, env: env() })
      return stdout
    } catch (error) {
      const { stdout = '', stderr = '' } = Object(error)
      throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error })
    }
  }
  await run('npm', ['install', '--no-audit', '--no-fund', ...flags, inject('tarball'), ...packages])
  return {
    folder,
    run,
    versionOf: async (name) =>
      JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version,
  }
}
