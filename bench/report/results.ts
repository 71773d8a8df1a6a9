import { readFileSync } from 'node:fs'
import { cpus, totalmem, type } from 'node:os'

/** A benchmark: one question, and the command that answers it. */
interface Benchmark {
  name: string
  /** The script in `package.json`. */
  command: string
  /** The heading of its results. */
  title: string
  /** The file in `bench/charts` that it draws, and its alternative text. */
  chart?: { file: string; alt: string }
}

/** All benchmarks, in the order of the report. */
export const benchmarks: Benchmark[] = [
  {
    name: 'polling',
    command: 'bench:polling',
    title: 'Requests and detection latency',
    chart: { file: 'polling.svg', alt: 'Requests per task against the seconds until the end is known' },
  },
  {
    name: 'size',
    command: 'bench:size',
    title: 'Bundle size (gzip)',
    chart: { file: 'size.svg', alt: 'Kilobytes of gzip that a page loads, beside other libraries' },
  },
  {
    name: 'render',
    command: 'bench:render',
    title: 'Rendering cost',
    chart: { file: 'render.svg', alt: 'CPU time that a page of 1,000 watched tasks takes in a minute' },
  },
  { name: 'batch', command: 'bench:batch', title: 'Many tasks behind the proxy' },
  { name: 'reading', command: 'bench:reading', title: 'Cost of reading an answer' },
  { name: 'proxy', command: 'bench:proxy', title: 'Proxy cost' },
]

const HEAD = `# Figures

Written by \`npm run bench\`; each section names its command. Compare ratios rather than figures: machines differ, and a shared
one differs from minute to minute. The folders beside this file define the peers and how they are measured.
`

/** Replaces the results of one benchmark in a report, and keeps those of the others. */
export function mergeResults(
  report: string,
  { name, command, title, chart }: Benchmark,
  results: string,
): string {
  const image = chart ? `![${chart.alt}](charts/${chart.file})\n\n` : ''
  const sections = sectionsOf(report)
  sections.set(name, `## ${title}\n\n\`npm run ${command}\`\n\n${image}${results}`)
  const written = benchmarks.flatMap((benchmark) => {
    const section = sections.get(benchmark.name)
    return section === undefined
      ? []
      : [`${markerOf(benchmark.name)}\n\n${section}\n\n${markerOf(benchmark.name)}\n`]
  })
  return [HEAD, ...written].join('\n')
}

/** The sections of a report, by the names of their benchmarks. */
function sectionsOf(report: string): Map<string, string> {
  const sections = new Map<string, string>()
  for (const { name } of benchmarks) {
    const [, section] = report.split(markerOf(name))
    if (section !== undefined) sections.set(name, section.trim())
  }
  return sections
}

const markerOf = (name: string) => `<!-- ${name} -->`

/** Describes the date, machine and versions of a measurement in one line. */
export function describeMachine(): string {
  const [first] = cpus()
  const packages = ['react', '@tanstack/react-query', 'esbuild', 'rollup']
    .map((name) => `${name} ${versionOf(`node_modules/${name}/`)}`)
    .join(', ')
  const memory = Math.round(totalmem() / 2 ** 30)
  const date = new Date().toISOString().slice(0, 10)
  return (
    `Measured on ${date}: ${cpus().length} × ${first?.model.trim() || 'unknown processor'}, ${memory} GB, ${type()}, ` +
    `Node ${process.version}; react-video-task ${versionOf('')}, ${packages}.`
  )
}

function versionOf(folder: string): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL(`../../${folder}package.json`, import.meta.url), 'utf8'),
  )
  return String(Object(manifest).version)
}
