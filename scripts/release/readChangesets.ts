import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod/mini'

/** How much a changeset raises the version. */
export type Bump = 'patch' | 'minor' | 'major'

const bumps = z.record(z.string(), z.enum(['patch', 'minor', 'major']))

/**
 * The pending changesets of a package, read from the files, so that it needs no history of git.
 *
 * @param folder `.changeset`
 * @throws {Error} for one that says nothing of the package, or no bump
 */
export function readChangesets(folder: string, name: string): { file: string; bump: Bump }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => {
      const [, front = '', text = ''] =
        /^---\n(.*?)\n---\n(.*)$/s.exec(readFileSync(join(folder, file), 'utf8')) ?? []
      const bump = bumps.safeParse(parse(front)).data?.[name]
      if (!bump || text.trim() === '') {
        throw new Error(
          `.changeset/${file} does not say what changes in ${name}. Expected what \`npx changeset\` writes: ` +
            `'${name}': minor between two lines of ---, and a sentence for users.`,
        )
      }
      return { file, bump }
    })
}
