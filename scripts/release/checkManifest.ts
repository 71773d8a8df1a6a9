import { type Finding, ok, outstanding, wrong } from './Finding.js'
import type { Manifest } from './Manifest.js'

const FIELDS = ['description', 'keywords', 'license', 'engines', 'exports', 'bin', 'files'] as const

/** Whether `package.json` says all that npm and its visitors need. */
export function checkManifest(manifest: Manifest): Finding[] {
  const missing = FIELDS.filter((field) => manifest[field] === undefined)
  const { access, provenance } = manifest.publishConfig ?? {}
  return [
    missing.length > 0 ? wrong(`missing: ${missing.join(', ')}`) : ok(`it has ${FIELDS.join(', ')}`),
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
      "repository is missing: npm's provenance compares it with the repository that publishes, and finds the README's " +
        'pictures by it. Name the public repository, as { "type": "git", "url": "git+https://…" }',
    )
  }
  const url = typeof repository === 'string' ? repository : repository.url
  return /^(git\+https:\/\/|github:)\S+$/.test(url)
    ? ok(`repository is ${url}`)
    : wrong(`repository is ${url}. Expected an address such as git+https://host/owner/name.git`)
}
