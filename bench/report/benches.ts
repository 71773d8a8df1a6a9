/** One question, and the command that answers it. */
export interface Bench {
  name: string
  /** The script in `package.json`. */
  command: string
  /** The heading of its results. */
  title: string
  /** The chart it draws into `bench/charts`, and what that says to those who do not see it. */
  chart?: { file: string; alt: string }
}

/** All benchmarks, in the order of the report. */
export const benches: Bench[] = [
  {
    name: 'polling',
    command: 'bench:polling',
    title: 'How many requests, and how soon the end is known',
    chart: { file: 'polling.svg', alt: 'Requests per task against the seconds until the end is known' },
  },
  {
    name: 'size',
    command: 'bench:size',
    title: 'What a page loads',
    chart: { file: 'size.svg', alt: 'Kilobytes of gzip that a page loads, beside other libraries' },
  },
  {
    name: 'render',
    command: 'bench:render',
    title: 'What watching costs a page',
    chart: { file: 'render.svg', alt: 'CPU time that a page of 1,000 watched tasks takes in a minute' },
  },
  { name: 'proxy', command: 'bench:proxy', title: 'What the proxy costs a server' },
]
