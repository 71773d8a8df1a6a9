import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod/mini'
import { type Finding, ok, outstanding, wrong } from './findings.js'

const bumpSchema = z.enum(['patch', 'minor', 'major'])

/** How much a changeset raises the version. */
type Bump = z.infer<typeof bumpSchema>

/** From the least bump to the greatest. */
const BUMPS: Bump[] = ['patch', 'minor', 'major']

/** Checks that users can read what changed: in changesets for the next version, or in the changelog of this one. */
export function checkVersion(version: string, bumps: Bump[], changelog: string): Finding[] {
  if (bumps.length > 0) {
    const next = nextVersion(version, bumps)
    return [
      ok(`${bumps.length} changesets describe ${next}`),
      outstanding(`package.json is still at ${version}: \`npx changeset version\` makes ${next} of it`),
    ]
  }
  return changelog.split('\n').includes(`## ${version}`)
    ? [ok(`the changelog describes ${version}, and no changeset is pending`)]
    : [wrong(`no changeset is pending, and CHANGELOG.md has no "## ${version}". Run \`npx changeset\``)]
}

/** The version after the greatest of the bumps: `1.2.3` and `minor` make `1.3.0`. */
function nextVersion(version: string, bumps: Bump[]): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  const bump = BUMPS.findLast((each) => bumps.includes(each))
  if (bump === 'major') return `${major + 1}.0.0`
  if (bump === 'minor') return `${major}.${minor + 1}.0`
  return `${major}.${minor}.${patch + 1}`
}

/**
 * Reads the bumps of a package's pending changesets from their files, without the history of git.
 *
 * @param folder `.changeset`
 * @throws {Error} for a changeset without a bump of this package, or without a text
 */
export function readChangesets(folder: string, name: string): Bump[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => {
      const [, front = '', text = ''] =
        /^---\n(.*?)\n---\n(.*)$/s.exec(readFileSync(join(folder, file), 'utf8')) ?? []
      const bump = z.record(z.string(), bumpSchema).safeParse(parse(front)).data?.[name]
      if (!bump || text.trim() === '') {
        throw new Error(
          `.changeset/${file} does not say what changes in ${name}. Expected what \`npx changeset\` writes: ` +
            `'${name}': minor between two lines of ---, and a sentence for users.`,
        )
      }
      return bump
    })
}
