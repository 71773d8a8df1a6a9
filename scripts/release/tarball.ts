import * as z from 'zod/mini'
import { entryPoints } from '../entry-points.js'
import { type Finding, ok, run, wrong } from './findings.js'

const tarballSchema = z.object({
  /** Packed, in bytes. */
  size: z.number(),
  /** In bytes. */
  unpackedSize: z.number(),
  files: z.array(z.object({ path: z.string(), size: z.number() })),
})

/** The files of a tarball and their sizes in bytes. */
type Tarball = z.infer<typeof tarballSchema>

/** Files of the tarball that are published for one reason. */
interface FileGroup {
  /** Why they are published. */
  about: string
  path: RegExp
}

const code = (path: string) => new RegExp(String.raw`^dist/${path}\.(js|d\.ts)$`)

/** Every reason to publish a file. A file belongs to the first group that matches its path. */
const FILE_GROUPS: FileGroup[] = [
  { about: 'what npm needs and shows', path: /^(package\.json|README\.md|LICENSE)$/ },
  { about: 'the entry points', path: code(`(${entryPoints.join('|')})`) },
  { about: 'the client, the task and its dialects, the polling policy', path: code('core/.+') },
  { about: 'keys and option factories for TanStack Query', path: code('query/.+') },
  { about: 'the provider and the hooks', path: code('hooks/.+') },
  { about: 'the stylesheet, and the type of its import', path: /^dist\/components\/styles\.css(\.d\.ts)?$/ },
  { about: 'the components and their parts', path: code('components/.+') },
  { about: 'the contract as zod schemas', path: code('schemas/.+') },
  { about: 'the devtools panel, which loads in development alone', path: code('devtools/.+') },
  { about: "the AI SDK's video model", path: code('ai-sdk/.+') },
  { about: 'the proxy', path: code('server/.+') },
  { about: "the emulator's videos, real MP4 in five shapes", path: code('testing/clips/.+') },
  { about: 'the emulator, the proxy check and both programs', path: code('testing/.+') },
  { about: 'the routes as OpenAPI, for other languages and tools', path: /^openapi\.json$/ },
  {
    about: 'the guides and recipes, the figures, and their map',
    path: /^(llms\.txt|bench\/RESULTS\.md|docs\/(recipes\/)?[\w-]+\.md)$/,
  },
  { about: 'skills for coding agents', path: /^skills\/.+\.md$/ },
]

/** Files that are of no use to users, in any folder. */
const NOT_PUBLISHED = /\.(map|test|test-d|spec|stories)(\.|$)|(^|\/)(__\w+__|fixtures|node_modules)\//

/** The largest size of a tarball, in bytes: some 15 % above its present size. */
export const MAX_TARBALL_BYTES = { packed: 950_000, unpacked: 2_500_000 }

/**
 * Lists what `npm publish` would send, without sending it.
 *
 * @throws {Error} with npm's output if npm fails
 */
export function packDryRun(): Tarball {
  const { code, stdout, all } = run('npm', 'pack', '--dry-run', '--json', '--ignore-scripts')
  if (code !== 0) throw new Error(`npm pack failed:\n${all}`)
  const [tarball] = z.tuple([tarballSchema]).parse(JSON.parse(stdout))
  return tarball
}

/** Checks that a tarball holds all promised files, no file without a reason, and no more bytes than it may. */
export function checkFiles({ files, size, unpackedSize }: Tarball, promised: string[]): Finding[] {
  const paths = files.map(({ path }) => path)
  const missing = ['LICENSE', 'README.md', 'package.json', ...promised].filter(
    (path) => !paths.includes(path),
  )
  const internal = paths.filter((path) => NOT_PUBLISHED.test(path))
  const unexplained = paths.filter(
    (path) => !internal.includes(path) && !FILE_GROUPS.some((group) => group.path.test(path)),
  )
  const { packed, unpacked } = MAX_TARBALL_BYTES
  const isTooLarge = size > packed || unpackedSize > unpacked
  const sizes = `${kB(size)} packed of ${kB(packed)}, ${kB(unpackedSize)} unpacked of ${kB(unpacked)}`
  return [
    missing.length > 0
      ? wrong(`missing from the tarball: ${missing.join(', ')}`)
      : ok(`all ${promised.length} files that exports and bin name, README and LICENSE are in it`),
    internal.length > 0
      ? wrong(`of no use to users: ${internal.join(', ')}. Keep them out of \`files\` or of the build`)
      : ok('no source map, test or story is in it'),
    unexplained.length > 0
      ? wrong(
          `no group explains ${unexplained.join(', ')}. Keep them out, or add a group in scripts/release/tarball.ts`,
        )
      : ok('a group explains each file'),
    isTooLarge ? wrong(`too large: ${sizes}`) : ok(sizes),
  ]
}

/** Describes the groups, one a line: the number of files, their size, and why they are published. */
export function listGroups({ files }: Tarball): string[] {
  return FILE_GROUPS.map(({ about, path }, index) => {
    const own = files.filter(
      (file) =>
        path.test(file.path) && FILE_GROUPS.findIndex((group) => group.path.test(file.path)) === index,
    )
    const bytes = own.reduce((sum, file) => sum + file.size, 0)
    return `${String(own.length).padStart(4)} files ${kB(bytes).padStart(8)}  ${about}`
  })
}

const kB = (bytes: number) => `${Math.round(bytes / 1_000)} kB`
