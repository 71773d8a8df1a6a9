import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Finding } from '../../scripts/release/findings.js'
import { publishedPage, repositoryAddress } from '../../scripts/release/published-pages.js'
import { checkManifest, manifestSchema, promisedFiles } from '../../scripts/release/manifest.js'
import { checkFiles, listGroups, MAX_TARBALL_BYTES } from '../../scripts/release/tarball.js'
import { checkVersion, readChangesets } from '../../scripts/release/version.js'

const manifest = manifestSchema.parse(
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')),
)
const promised = promisedFiles(manifest)

const tarballOf = (...paths: string[]) => ({
  size: 500_000,
  unpackedSize: 1_000_000,
  files: paths.map((path) => ({ path, size: 1_000 })),
})
const complete = ['LICENSE', 'README.md', 'package.json', ...promised]
const not = (verdict: Finding['verdict'], findings: Finding[]) =>
  findings.filter((finding) => finding.verdict !== verdict).map(({ text }) => text)

describe('checkFiles', () => {
  it('accepts a tarball with all files that package.json names, the stylesheet and both programs included', () => {
    expect(promised).toEqual(
      expect.arrayContaining([
        'dist/index.d.ts',
        'dist/components/styles.css',
        'dist/testing/cli/video-task-emulator.js',
        'openapi.json',
      ]),
    )
    expect(not('ok', checkFiles(tarballOf(...new Set(complete)), promised))).toEqual([])
  })

  it.each([
    'LICENSE',
    'README.md',
    'openapi.json',
    'dist/components/styles.css',
    'dist/testing/cli/check-video-proxy.js',
  ])('reports the missing %s', (path) => {
    const found = not('ok', checkFiles(tarballOf(...complete.filter((each) => each !== path)), promised))
    expect(found).toEqual([`missing from the tarball: ${path}`])
  })

  it.each(['dist/index.js.map', 'dist/core/nextPoll.test.js', 'dist/components/VideoTaskCard.stories.js'])(
    'reports %s, which is of no use to users',
    (path) => {
      const found = not('ok', checkFiles(tarballOf(...complete, path), promised))
      expect(found).toEqual([expect.stringContaining(`of no use to users: ${path}`)])
    },
  )

  it('reports a file that no group explains', () => {
    const found = not('ok', checkFiles(tarballOf(...complete, 'dist/notes.txt'), promised))
    expect(found).toEqual([expect.stringContaining('no group explains dist/notes.txt')])
  })

  it('reports a tarball that is too large, packed or unpacked', () => {
    const { packed, unpacked } = MAX_TARBALL_BYTES
    for (const sizes of [{ size: packed + 1 }, { unpackedSize: unpacked + 1 }]) {
      const found = not('ok', checkFiles({ ...tarballOf(...complete), ...sizes }, promised))
      expect(found).toEqual([expect.stringContaining('too large')])
    }
  })

  it('lists each file once, in the first group that explains it', () => {
    const files = [...new Set(complete)]
    const counts = listGroups(tarballOf(...files)).map((line) => Number.parseInt(line, 10))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(files.length)
  })
})

describe('checkManifest', () => {
  const repository = { type: 'git', url: 'git+https://example.com/owner/react-video-task.git' }

  it('accepts this package.json once the repository is named', () => {
    expect(not('ok', checkManifest({ ...manifest, repository }))).toEqual([])
  })

  it('reports a missing repository as outstanding, since provenance needs it', () => {
    const { verdict, text } = checkManifest({ ...manifest, repository: undefined }).at(-1) ?? {}
    expect(verdict).toBe('outstanding')
    expect(text).toMatch(/repository is missing.*provenance/)
  })

  it.each([
    [{ publishConfig: { access: 'public' } }, 'provenance: true'],
    [{ license: undefined }, 'missing: license'],
    [{ private: true }, 'private is true'],
    [{ repository: 'owner/name' }, 'Expected an address'],
  ])('reports %o', (broken, text) => {
    expect(not('ok', checkManifest({ ...manifest, repository, ...broken }))).toEqual([
      expect.stringContaining(text),
    ])
  })
})

describe('checkVersion and readChangesets', () => {
  it.each([
    [['patch'], '1.2.4'],
    [['patch', 'minor'], '1.3.0'],
    [['minor', 'major', 'patch'], '2.0.0'],
  ] as const)('makes of 1.2.3 and changesets of %s the version %s', (bumps, version) => {
    const [described, next] = checkVersion('1.2.3', [...bumps], '')
    expect(described).toEqual({ verdict: 'ok', text: expect.stringContaining(version) })
    expect(next?.verdict).toBe('outstanding')
  })

  it('needs the version in the changelog if no changeset is pending', () => {
    expect(not('ok', checkVersion('1.2.3', [], '# react-video-task\n\n## 1.2.3\n'))).toEqual([])
    expect(not('ok', checkVersion('1.2.3', [], '# react-video-task\n\n## 1.2.30\n'))).toHaveLength(1)
  })

  it.each([
    'no front matter',
    "---\n'other': minor\n---\n\nText\n",
    "---\n'react-video-task': minor\n---\n\n",
  ])('throws for the malformed changeset %j', (text) => {
    const folder = mkdtempSync(join(tmpdir(), 'changesets-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'odd.md'), text)
    expect(() => readChangesets(folder, 'react-video-task')).toThrow('.changeset/odd.md')
  })
})

describe('publishedPage', () => {
  const files = new Set(['README.md', 'docs/polling.md', 'docs/security.md', 'dist/client.d.ts'])
  const repository = repositoryAddress({ url: 'git+https://github.com/owner/name.git' })
  const text = '[a](docs/polling.md#ends) ![b](docs/b.png) <img src="docs/c.png" /> [d](examples)'

  it('leads all links of the README to the repository, each as GitHub shows its file', () => {
    const at = 'https://github.com/owner/name'
    expect(publishedPage('README.md', text, { files, repository })).toContain(
      `[a](${at}/blob/HEAD/docs/polling.md#ends) ![b](${at}/raw/HEAD/docs/b.png) <img src="${at}/raw/HEAD/docs/c.png" /> [d](${at}/tree/HEAD/examples)`,
    )
  })

  it('leaves the links of a guide to files of the package, and reads declarations in place of sources', () => {
    const guide = '[a](security.md) [b](../src/client.ts) [c](../bench/run.ts) [d](https://example.com/x.md)'
    expect(publishedPage('docs/polling.md', guide, { files, repository })).toBe(
      '[a](security.md) [b](../dist/client.d.ts) [c](https://github.com/owner/name/blob/HEAD/bench/run.ts) [d](https://example.com/x.md)',
    )
  })

  it('writes the text alone of a link that leads nowhere while no repository is named', () => {
    expect(publishedPage('docs/polling.md', '[a](security.md) [c](../bench/run.ts)', { files })).toBe(
      '[a](security.md) c',
    )
    expect(repositoryAddress(undefined)).toBeUndefined()
  })

  it('changes nothing inside of code', () => {
    const code = '```md\n[a](nowhere.md)\n```'
    expect(publishedPage('README.md', code, { files, repository })).toBe(code)
  })
})
