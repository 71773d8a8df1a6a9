// Gives the examples what an app installs: builds and packs this package, unpacks it where their imports find it, and
// builds the page they serve. Run by their tests, and by hand before one of them is started.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const root = new URL('../', import.meta.url).pathname
const tarball = `${root}examples/react-video-task.tgz`
const unpacked = `${root}examples/node_modules/react-video-task`

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  try {
    return execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { stdout = '', stderr = '' } = /** @type {{ stdout?: string, stderr?: string }} */ (error)
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error })
  }
}

export async function prepareExamples() {
  run('npm', ['run', 'build'])
  mkdirSync(`${root}examples/node_modules`, { recursive: true })
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', 'examples']),
  )
  run('mv', [`${root}examples/${filename}`, tarball])
  rmSync(unpacked, { recursive: true, force: true })
  mkdirSync(unpacked)
  // Its own dependencies are found further up, in this project's node_modules.
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', unpacked])
  await build({
    configFile: false,
    root: `${root}examples/page`,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: 'dist', emptyOutDir: true },
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await prepareExamples()
  console.log('The examples are ready.')
}
