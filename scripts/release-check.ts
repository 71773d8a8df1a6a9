// Does all that a publish needs, but for the publish. Fails on what is wrong; with --publish also on what is outstanding.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { checkFiles, listGroups } from './release/checkFiles.js'
import { checkManifest } from './release/checkManifest.js'
import { checkVersion } from './release/checkVersion.js'
import type { Finding } from './release/Finding.js'
import { manifestSchema, promisedFiles } from './release/Manifest.js'
import { packDryRun } from './release/packDryRun.js'
import { readChangesets } from './release/readChangesets.js'
import { runScript } from './release/runScript.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const isPublish = process.argv.includes('--publish')
const manifest = manifestSchema.parse(JSON.parse(readFileSync(`${root}package.json`, 'utf8')))
const found: Finding[] = []

const MARKS = { ok: 'ok   ', outstanding: 'TO DO', wrong: 'WRONG' }

function tell(title: string, findings: Finding[], lines: string[] = []): void {
  found.push(...findings)
  console.log(`\n${title}`)
  for (const line of lines) console.log(`  ${line}`)
  for (const { verdict, text } of findings) console.log(`  ${MARKS[verdict]}  ${text}`)
}

console.log(`${manifest.name} ${manifest.version}, as npm would publish it`)
const bumps = readChangesets(`${root}.changeset`, manifest.name).map(({ bump }) => bump)
tell('Version', checkVersion(manifest, bumps, readFileSync(`${root}CHANGELOG.md`, 'utf8')))
tell('package.json', checkManifest(manifest))
tell('Build', [runScript('build', 'from nothing')])
const tarball = packDryRun()
tell(
  `Tarball, ${tarball.files.length} files`,
  checkFiles(tarball, promisedFiles(manifest)),
  listGroups(tarball),
)
tell('Checks', [
  runScript('check:package', 'publint, attw and knip find nothing'),
  runScript('check:size', 'what a page loads is within its budget'),
])

const left = found.filter(({ verdict }) => verdict === 'outstanding')
const broken = found.filter(({ verdict }) => verdict === 'wrong')
const isRefused = broken.length > 0 || (isPublish && left.length > 0)
console.log(
  `\n${broken.length} wrong, ${left.length} to do before a publish. ` +
    (isRefused
      ? 'This must not be published.'
      : isPublish
        ? 'This may be published.'
        : 'Nothing was published.'),
)
process.exitCode = isRefused ? 1 : 0
