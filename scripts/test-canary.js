// Runs the tests of the hooks on React's canary and the next TanStack Query, and compiles everything with the next
// TypeScript. Packages without such a release are tested in their latest. A failure announces a change to come.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The tags of a package's releases, the first that exists of which is tested. */
const TAGS = {
  '@tanstack/react-query': ['next', 'beta', 'rc', 'alpha', 'latest'],
  react: ['canary', 'latest'],
  'react-dom': ['canary', 'latest'],
  typescript: ['next', 'latest'],
}

const root = new URL('../', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'next-peers-'))

/**
 * A package and its version of the first tag that exists, unless its last release was before the latest: TanStack Query
 * keeps the tags of the pre-releases of 5.0.
 *
 * @param {string} name
 * @param {string[]} tags
 */
function nextVersionOf(name, tags) {
  const found = JSON.parse(execFileSync('npm', ['view', name, 'dist-tags', '--json'], { encoding: 'utf8' }))
  const tag = tags.find((each) => found[each] !== undefined && !isBefore(found[each], found.latest))
  return `${name}@${found[tag ?? 'latest']}`
}

/**
 * Whether a version has a lower major or minor than another one.
 *
 * @param {string} version
 * @param {string} other
 */
function isBefore(version, other) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number)
  return major === otherMajor ? minor < otherMinor : major < otherMajor
}

/**
 * @param {string} title
 * @param {string} command
 * @param {string[]} args
 */
function check(title, command, args) {
  console.log(`\n${title}`)
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NEXT_PEERS: folder },
  })
  return status === 0
}

try {
  const packages = Object.entries(TAGS).map(([name, tags]) => nextVersionOf(name, tags))
  // A pre-release satisfies no range of the others' peers.
  const flags = ['--legacy-peer-deps', '--no-audit', '--no-fund', '--prefix', folder]
  execFileSync('npm', ['install', ...flags, ...packages], { stdio: 'inherit' })
  console.log(`Node ${process.versions.node}, ${packages.join(', ')}`)
  const results = [
    check('Hooks', 'npx', [
      'vitest',
      'run',
      '--project',
      'hooks on the next peers',
      ...process.argv.slice(2),
    ]),
    check('Types', process.execPath, [join(folder, 'node_modules/typescript/bin/tsc'), '--noEmit']),
  ]
  process.exitCode = results.every(Boolean) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
