import type { Watch } from './watchTask.js'

/** What a policy costs and gives: requests per task, and mean and 95th percentile of the detection latency in seconds. */
export interface Figures {
  requests: number
  mean: number
  p95: number
}

/** The figures of many watches. */
export function figuresOf(watches: Pick<Watch, 'requests' | 'latency'>[]): Figures {
  const latencies = watches.map(({ latency }) => latency / 1000).sort((a, b) => a - b)
  const total = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0)
  return {
    requests: total(watches.map(({ requests }) => requests)) / watches.length,
    mean: total(latencies) / watches.length,
    p95: latencies[Math.floor(0.95 * latencies.length)] ?? NaN,
  }
}
