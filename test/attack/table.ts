import type { GroupResult } from './startRunner.js'

const COLUMNS = [
  'tried',
  'got through',
  'upstream calls',
  'keys out',
  'sockets left',
  'memory left',
  'seconds',
]

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`

function row(name: string, cells: readonly (string | number)[], width: number): string {
  const padded = cells.map((cell, index) => String(cell).padStart(COLUMNS[index]?.length ?? 0))
  return `| ${name.padEnd(width)} | ${padded.join(' | ')} |`
}

const cellsOf = (result: GroupResult) => [
  result.tried,
  result.gotThrough,
  result.upstreamCalls,
  result.keysOut,
  result.socketsLeft,
  megabytes(result.memoryLeft),
  result.seconds.toFixed(1),
]

/** Writes a table with a row for each group, and one for all of them. */
export function printTable(results: readonly GroupResult[]): string {
  const sum = (read: (result: GroupResult) => number) =>
    results.reduce((total, result) => total + read(result), 0)
  const total: GroupResult = {
    name: 'all',
    tried: sum(({ tried }) => tried),
    gotThrough: sum(({ gotThrough }) => gotThrough),
    upstreamCalls: sum(({ upstreamCalls }) => upstreamCalls),
    keysOut: sum(({ keysOut }) => keysOut),
    socketsLeft: sum(({ socketsLeft }) => socketsLeft),
    memoryLeft: Math.max(...results.map(({ memoryLeft }) => memoryLeft)),
    seconds: sum(({ seconds }) => seconds),
    findings: [],
  }
  const width = Math.max(...results.map(({ name }) => name.length))
  const line = `| ${'-'.repeat(width)} | ${COLUMNS.map((name) => `${'-'.repeat(name.length - 1)}:`).join(' | ')} |`
  const rows = [...results, total].map((result) => row(result.name, cellsOf(result), width))
  return [row('', COLUMNS, width), line, ...rows].join('\n')
}

const MAX_INPUT_LENGTH = 200

/** Writes what got through: each rule with the shortest of its inputs. */
export function printFindings(results: readonly GroupResult[]): string[] {
  return results.flatMap(({ name, findings }) =>
    findings.map(({ rule, problem, count, input, adapters }) => {
      const rest = input.length - MAX_INPUT_LENGTH
      const shown = JSON.stringify(input.slice(0, MAX_INPUT_LENGTH)) + (rest > 0 ? ` and ${rest} more` : '')
      const where = adapters.size === 1 ? `, only on ${[...adapters].join()}` : ''
      return `${name}: ${rule}: ${problem} (${count}${where}), such as ${shown}`
    }),
  )
}
