import { type Bench, benches } from './benches.js'

const HEAD = `# Results

Written by \`npm run bench\`; each part names its command. Compare ratios rather than figures: machines differ, and a shared
one differs from minute to minute. What the peers are and how they are measured stands in the folders beside this file.
`

const mark = (name: string) => `<!-- ${name} -->`

/** The parts of a report, by the benchmarks' names. */
function partsOf(report: string): Map<string, string> {
  const parts = new Map<string, string>()
  for (const { name } of benches) {
    const [, part] = report.split(mark(name))
    if (part !== undefined) parts.set(name, part.trim())
  }
  return parts
}

/** A report with the results of one benchmark in the place of its older ones; the others stay. */
export function mergeResults(
  report: string,
  { name, command, title, chart }: Bench,
  results: string,
): string {
  const picture = chart ? `![${chart.alt}](charts/${chart.file})\n\n` : ''
  const parts = partsOf(report)
  parts.set(name, `## ${title}\n\n\`npm run ${command}\`\n\n${picture}${results}`)
  const written = benches.flatMap((bench) => {
    const part = parts.get(bench.name)
    return part === undefined ? [] : [`${mark(bench.name)}\n\n${part}\n\n${mark(bench.name)}\n`]
  })
  return [HEAD, ...written].join('\n')
}
