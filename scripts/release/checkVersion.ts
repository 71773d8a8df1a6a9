import { type Finding, ok, outstanding, wrong } from './Finding.js'
import type { Manifest } from './Manifest.js'
import type { Bump } from './readChangesets.js'

const ORDER: Bump[] = ['patch', 'minor', 'major']

/** The version after the greatest of the bumps; `1.2.3` and `minor` make `1.3.0`. */
function nextVersion(version: string, bumps: Bump[]): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  const bump = ORDER.findLast((each) => bumps.includes(each))
  if (bump === 'major') return `${major + 1}.0.0`
  if (bump === 'minor') return `${major}.${minor + 1}.0`
  return `${major}.${minor}.${patch + 1}`
}

/** Whether users are told what changed: by changesets that wait for the next version, or in the changelog by this one. */
export function checkVersion({ version }: Manifest, bumps: Bump[], changelog: string): Finding[] {
  if (bumps.length > 0) {
    const next = nextVersion(version, bumps)
    return [
      ok(`${bumps.length} changesets tell what ${next} brings`),
      outstanding(`${version} is the version before them: \`npx changeset version\` makes ${next} of it`),
    ]
  }
  return changelog.split('\n').includes(`## ${version}`)
    ? [ok(`the changelog tells what ${version} brings, and no changeset waits`)]
    : [wrong(`no changeset waits, and CHANGELOG.md has no "## ${version}". Write one with \`npx changeset\``)]
}
