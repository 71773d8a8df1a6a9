import { type Finding, ok, wrong } from './Finding.js'
import { fileGroups, NOT_PUBLISHED } from './fileGroups.js'

/** What a tarball holds and weighs, in bytes. */
export interface Tarball {
  /** Packed. */
  size: number
  unpackedSize: number
  files: { path: string; size: number }[]
}

/** The most a tarball may weigh, in bytes: some 15 % above what it weighs. */
export const BUDGET = { packed: 620_000, unpacked: 1_350_000 }

const kB = (bytes: number) => `${Math.round(bytes / 1_000)} kB`

/** Whether the tarball holds what it must, and nothing without a reason, and is no heavier than it may be. */
export function checkFiles({ files, size, unpackedSize }: Tarball, promised: string[]): Finding[] {
  const paths = files.map(({ path }) => path)
  const missing = ['LICENSE', 'README.md', 'package.json', ...promised].filter(
    (path) => !paths.includes(path),
  )
  const ours = paths.filter((path) => NOT_PUBLISHED.test(path))
  const unexplained = paths.filter(
    (path) => !ours.includes(path) && !fileGroups.some((group) => group.path.test(path)),
  )
  const heavy = size > BUDGET.packed || unpackedSize > BUDGET.unpacked
  const weight = `${kB(size)} packed of ${kB(BUDGET.packed)}, ${kB(unpackedSize)} unpacked of ${kB(BUDGET.unpacked)}`
  return [
    missing.length > 0
      ? wrong(`missing from the tarball: ${missing.join(', ')}`)
      : ok(`it holds all ${promised.length} files that exports and bin name, README and LICENSE`),
    ours.length > 0
      ? wrong(`of no use to users: ${ours.join(', ')}. Keep them out of \`files\` or of the build`)
      : ok('it holds no source map, test or story'),
    unexplained.length > 0
      ? wrong(
          `no group explains ${unexplained.join(', ')}. Keep them out, or say why in scripts/release/fileGroups.ts`,
        )
      : ok('a group explains each file'),
    heavy ? wrong(`it is too heavy: ${weight}`) : ok(`it weighs ${weight}`),
  ]
}

/** The groups as lines: how many files, how heavy, and why they are there. */
export function listGroups({ files }: Tarball): string[] {
  return fileGroups.map(({ about, path }, index) => {
    const isOf = (file: { path: string }) =>
      path.test(file.path) && fileGroups.findIndex((group) => group.path.test(file.path)) === index
    const own = files.filter(isOf)
    const bytes = own.reduce((sum, file) => sum + file.size, 0)
    return `${String(own.length).padStart(4)} files ${kB(bytes).padStart(8)}  ${about}`
  })
}
