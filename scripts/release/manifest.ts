import * as z from 'zod/mini'
import { type Finding, ok, outstanding, wrong } from './findings.js'

/** The fields of `package.json` that the release check reads. `checkManifest` reports the missing ones. */
export const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  description: z.optional(z.string()),
  keywords: z.optional(z.array(z.string())),
  license: z.optional(z.string()),
  repository: z.optional(z.union([z.string(), z.looseObject({ url: z.string() })])),
  engines: z.optional(z.record(z.string(), z.string())),
  exports: z.optional(z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]))),
  bin: z.optional(z.record(z.string(), z.string())),
  files: z.optional(z.array(z.string())),
  private: z.optional(z.boolean()),
  publishConfig: z.optional(z.record(z.string(), z.unknown())),
})

type Manifest = z.infer<typeof manifestSchema>

const REQUIRED_FIELDS = ['description', 'keywords', 'license', 'engines', 'exports', 'bin', 'files'] as const

/** Lists the files that `exports` and `bin` name, by their paths in the tarball. */
export function promisedFiles({ exports = {}, bin = {} }: Manifest): string[] {
  const targets = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? target : Object.values(target),
  )
  return [...new Set([...targets, ...Object.values(bin)].map((path) => path.replace(/^\.\//, '')))]
}

/** Checks that `package.json` has all that npm and its visitors need. */
export function checkManifest(manifest: Manifest): Finding[] {
  const missing = REQUIRED_FIELDS.filter((field) => manifest[field] === undefined)
  const { access, provenance } = manifest.publishConfig ?? {}
  return [
    missing.length > 0 ? wrong(`missing: ${missing.join(', ')}`) : ok(`it has ${REQUIRED_FIELDS.join(', ')}`),
    manifest.private === true ? wrong('private is true: npm would refuse it') : ok('it is not private'),
    access === 'public' && provenance === true
      ? ok('publishConfig makes it public, with provenance: npm shows which commit and workflow built it')
      : wrong(
          `publishConfig is ${JSON.stringify(manifest.publishConfig)}. Expected access: "public" and provenance: true`,
        ),
    checkRepository(manifest.repository),
  ]
}

function checkRepository(repository: Manifest['repository']): Finding {
  if (repository === undefined) {
    return outstanding(
      "repository is missing: npm's provenance compares it with the repository that publishes, and the published README " +
        'links to it. Name the public repository, as { "type": "git", "url": "git+https://…" }',
    )
  }
  const url = typeof repository === 'string' ? repository : repository.url
  return /^(git\+https:\/\/|github:)\S+$/.test(url)
    ? ok(`repository is ${url}`)
    : wrong(`repository is ${url}. Expected an address such as git+https://host/owner/name.git`)
}
