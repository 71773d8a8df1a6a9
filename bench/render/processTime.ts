import { readdirSync, readFileSync } from 'node:fs'

/** A process of a browser, as `SystemInfo.getProcessInfo` returns it. */
interface BrowserProcess {
  id: number
  /** Seconds. */
  cpuTime: number
}

/**
 * Creates a counter of the CPU time of processes, in ms: to the nanosecond where Linux tells it of each thread, elsewhere in
 * the browser's own steps of 10 ms.
 */
export function createCpuCounter(): (processes: readonly BrowserProcess[]) => number {
  /** Nanoseconds of each thread, those that have ended included. */
  const threads = new Map<string, number>()
  return (processes) => {
    if (process.platform !== 'linux') return 1_000 * processes.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
    for (const { id } of processes) {
      for (const thread of readdirSync(`/proc/${id}/task`)) {
        const file = `/proc/${id}/task/${thread}/schedstat`
        const time = readIfThere(file)
        if (time !== undefined) threads.set(file, time)
      }
    }
    return [...threads.values()].reduce((sum, time) => sum + time, 0) / 1e6
  }
}

/** The first number of a file; undefined where its thread has ended meanwhile. */
function readIfThere(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined
  } catch {
    return undefined
  }
}
