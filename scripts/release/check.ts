// Checks all that a publish needs, without publishing. Fails on what is wrong; with --publish also on what is outstanding.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { checkDeclarations } from './declarations.js'
import { type Finding, runScript } from './findings.js'
import { checkLinks } from './links.js'
import { checkManifest, manifestSchema, promisedFiles } from './manifest.js'
import { checkFiles, listGroups, packDryRun } from './tarball.js'
import { checkVersion, readChangesets } from './version.js'

const MARKS = { ok: 'ok   ', outstanding: 'TO DO', wrong: 'WRONG' }

const root = fileURLToPath(new URL('../../', import.meta.url))
const isPublish = process.argv.includes('--publish')
const manifest = manifestSchema.parse(JSON.parse(readFileSync(`${root}package.json`, 'utf8')))
const all: Finding[] = []

console.log(`${manifest.name} ${manifest.version}, as npm would publish it`)
const bumps = readChangesets(`${root}.changeset`, manifest.name)
report('Version', checkVersion(manifest.version, bumps, readFileSync(`${root}CHANGELOG.md`, 'utf8')))
report('package.json', checkManifest(manifest))
report('Build', [runScript('build', 'from a clean state')])
const tarball = packDryRun()
report(
  `Tarball, ${tarball.files.length} files`,
  [...checkFiles(tarball, promisedFiles(manifest)), ...checkLinks()],
  listGroups(tarball),
)
report('Checks', [
  checkDeclarations(),
  runScript('check:package', 'publint, attw and knip report nothing'),
  runScript('check:size', 'the bundle sizes are within their budgets'),
])

const outstanding = all.filter(({ verdict }) => verdict === 'outstanding').length
const wrong = all.filter(({ verdict }) => verdict === 'wrong').length
const isRefused = wrong > 0 || (isPublish && outstanding > 0)
console.log(`\n${wrong} wrong, ${outstanding} to do before a publish. ${verdictOf()}`)
process.exitCode = isRefused ? 1 : 0

function report(title: string, findings: Finding[], lines: string[] = []): void {
  all.push(...findings)
  console.log(`\n${title}`)
  for (const line of lines) console.log(`  ${line}`)
  for (const { verdict, text } of findings) console.log(`  ${MARKS[verdict]}  ${text}`)
}

function verdictOf(): string {
  if (isRefused) return 'Do not publish.'
  return isPublish ? 'Ready to publish.' : 'Nothing was published.'
}
