import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const root = new URL('../', import.meta.url).pathname

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

/**
 * Builds this package and packs it as `npm publish` would.
 *
 * @param {string} folder an existing folder, for the tarball
 * @returns {string} the tarball's path
 * @throws {Error} with the output, if the build fails
 */
export function packPackage(folder) {
  run('npm', ['run', 'build'])
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]),
  )
  return join(folder, filename)
}
