/** What repeated measurements of one figure gave. */
export interface Spread {
  median: number
  min: number
  max: number
}

/** The median and the range of a list; all `NaN` for an empty one. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const [low = NaN, high = NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  return { median: (low + high) / 2, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN }
}

/** A median and its range as text, such as `1.02 (0.98 to 1.10)`. */
export const formatSpread = ({ median, min, max }: Spread, digits: number): string =>
  `${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`

/** Prints one row of a table: a name, and the other cells at the right of their columns. */
export function printRow(name: string, cells: readonly string[], widths: readonly number[]): void {
  const padded = cells.map((cell, index) => cell.padStart(widths[index] ?? 10))
  console.log(`| ${name.padEnd(NAME_WIDTH)} | ${padded.join(' | ')} |`)
}

/** Prints the head of a table, and the line under it. */
export function printHead(heads: readonly string[], widths: readonly number[]): void {
  printRow('', heads, widths)
  console.log(
    `| ${'-'.repeat(NAME_WIDTH)} | ${heads.map((_, index) => `${'-'.repeat((widths[index] ?? 10) - 1)}:`).join(' | ')} |`,
  )
}

const NAME_WIDTH = 18
