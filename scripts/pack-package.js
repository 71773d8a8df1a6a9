// Builds and packs this package: `npm run release:pack` leaves the tarball that `npm publish` sends in the root.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publishedPage, repositoryAddress } from './release/published-pages.js'

const root = fileURLToPath(new URL('../', import.meta.url))

/**
 * Builds this package and packs it as it is published.
 *
 * @param {string} folder an existing folder, for the tarball
 * @returns {string} the tarball's path
 * @throws {Error} with the output, if the build fails
 */
export function packPackage(folder) {
  run('npm', ['run', 'build'])
  const staged = mkdtempSync(join(tmpdir(), 'react-video-task-'))
  try {
    stagePackage(staged)
    const [{ filename }] = JSON.parse(
      run('npm', ['pack', staged, '--ignore-scripts', '--json', '--pack-destination', folder]),
    )
    return join(folder, filename)
  } finally {
    rmSync(staged, { recursive: true })
  }
}

/**
 * Copies the files that `package.json` publishes, with the links of their pages as npm needs them. The build must exist.
 *
 * @param {string} folder an existing, empty folder
 * @throws {Error} with npm's output if npm fails
 */
export function stagePackage(folder) {
  const [{ files }] = JSON.parse(run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts']))
  /** @type {string[]} */
  const paths = files.map((/** @type {{ path: string }} */ { path }) => path)
  const repository = repositoryAddress(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).repository)
  const target = { files: new Set(paths), repository }
  for (const path of paths) {
    const copy = join(folder, path)
    mkdirSync(dirname(copy), { recursive: true })
    if (isPage(path)) writeFileSync(copy, publishedPage(path, readFileSync(`${root}${path}`, 'utf8'), target))
    else cpSync(`${root}${path}`, copy)
  }
}

/** @param {string} path */
const isPage = (path) => /^(README|llms|bench\/RESULTS|docs\/.*)\.(md|txt)$/.test(path)

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

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(packPackage(root))
