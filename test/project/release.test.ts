import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { BUDGET, checkFiles, listGroups } from '../../scripts/release/checkFiles.js'
import { checkManifest } from '../../scripts/release/checkManifest.js'
import { checkVersion } from '../../scripts/release/checkVersion.js'
import type { Finding } from '../../scripts/release/Finding.js'
import { manifestSchema, promisedFiles } from '../../scripts/release/Manifest.js'
import { readChangesets } from '../../scripts/release/readChangesets.js'

const manifest = manifestSchema.parse(
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')),
)
const promised = promisedFiles(manifest)

const tarballOf = (...paths: string[]) => ({
  size: 500_000,
  unpackedSize: 1_000_000,
  files: paths.map((path) => ({ path, size: 1_000 })),
})
const whole = ['LICENSE', 'README.md', 'package.json', ...promised]
const not = (verdict: Finding['verdict'], findings: Finding[]) =>
  findings.filter((finding) => finding.verdict !== verdict).map(({ text }) => text)

describe('the files of the tarball', () => {
  it('are all that package.json promises, the stylesheet and both programs among it', () => {
    expect(promised).toEqual(
      expect.arrayContaining([
        'dist/index.d.ts',
        'dist/components/styles.css',
        'dist/testing/cli/video-task-emulator.js',
        'openapi.json',
      ]),
    )
    expect(not('ok', checkFiles(tarballOf(...new Set(whole)), promised))).toEqual([])
  })

  it.each([
    'LICENSE',
    'README.md',
    'openapi.json',
    'dist/components/styles.css',
    'dist/testing/cli/check-video-proxy.js',
  ])('miss %s', (path) => {
    const found = not('ok', checkFiles(tarballOf(...whole.filter((each) => each !== path)), promised))
    expect(found).toEqual([`missing from the tarball: ${path}`])
  })

  it.each(['dist/index.js.map', 'dist/core/nextPoll.test.js', 'dist/components/VideoTaskCard.stories.js'])(
    'hold %s, which is of no use to users',
    (path) => {
      const found = not('ok', checkFiles(tarballOf(...whole, path), promised))
      expect(found).toEqual([expect.stringContaining(`of no use to users: ${path}`)])
    },
  )

  it('hold one that no group explains', () => {
    const found = not('ok', checkFiles(tarballOf(...whole, 'dist/notes.txt'), promised))
    expect(found).toEqual([expect.stringContaining('no group explains dist/notes.txt')])
  })

  it('weigh too much, packed or unpacked', () => {
    for (const heavy of [{ size: BUDGET.packed + 1 }, { unpackedSize: BUDGET.unpacked + 1 }]) {
      const found = not('ok', checkFiles({ ...tarballOf(...whole), ...heavy }, promised))
      expect(found).toEqual([expect.stringContaining('too heavy')])
    }
  })

  it('are counted once each, in the first group that explains them', () => {
    const files = [...new Set(whole)]
    const counts = listGroups(tarballOf(...files)).map((line) => Number.parseInt(line, 10))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(files.length)
  })
})

describe('package.json', () => {
  const repository = { type: 'git', url: 'git+https://example.com/owner/react-video-task.git' }

  it('says all that a publish needs once the repository is named', () => {
    expect(not('ok', checkManifest({ ...manifest, repository }))).toEqual([])
  })

  it('lets a publish wait where the repository is missing, which provenance needs', () => {
    const { verdict, text } = checkManifest({ ...manifest, repository: undefined }).at(-1) ?? {}
    expect(verdict).toBe('outstanding')
    expect(text).toMatch(/repository is missing.*provenance/)
  })

  it.each([
    [{ publishConfig: { access: 'public' } }, 'provenance: true'],
    [{ license: undefined }, 'missing: license'],
    [{ private: true }, 'private is true'],
    [{ repository: 'owner/name' }, 'Expected an address'],
  ])('with %o is refused', (broken, text) => {
    expect(not('ok', checkManifest({ ...manifest, repository, ...broken }))).toEqual([
      expect.stringContaining(text),
    ])
  })
})

describe('the version', () => {
  const at = { ...manifest, version: '1.2.3' }

  it.each([
    [['patch'], '1.2.4'],
    [['patch', 'minor'], '1.3.0'],
    [['minor', 'major', 'patch'], '2.0.0'],
  ] as const)('after changesets of %s is %s', (bumps, next) => {
    const [told, left] = checkVersion(at, [...bumps], '')
    expect(told).toEqual({ verdict: 'ok', text: expect.stringContaining(next) })
    expect(left?.verdict).toBe('outstanding')
  })

  it('without changesets has to be in the changelog', () => {
    expect(not('ok', checkVersion(at, [], '# react-video-task\n\n## 1.2.3\n'))).toEqual([])
    expect(not('ok', checkVersion(at, [], '# react-video-task\n\n## 1.2.30\n'))).toHaveLength(1)
  })

  it.each([
    'no front matter',
    "---\n'other': minor\n---\n\nText\n",
    "---\n'react-video-task': minor\n---\n\n",
  ])('is told by no changeset such as %j', (text) => {
    const folder = mkdtempSync(join(tmpdir(), 'changesets-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'odd.md'), text)
    expect(() => readChangesets(folder, 'react-video-task')).toThrow('.changeset/odd.md')
  })
})
