import type { Case } from './cases.js'
import { RawClient } from './RawClient.js'

/** How much was answered. */
export interface Rate {
  requests: number
  perSecond: number
}

let asked = 0

/** Asks for `ms` milliseconds, and lets what is under way come to its end. */
export async function measureRate(
  origin: string,
  { clients, path, headers }: Case,
  ms: number,
): Promise<Rate> {
  const start = performance.now()
  let requests = 0
  const run = async () => {
    const client = new RawClient(origin)
    while (performance.now() - start < ms) {
      const status = await client.get(path(asked++), headers)
      if (status !== 200 && status !== 206) throw new Error(`${origin} answered ${status}`)
      requests++
    }
    client.close()
  }
  await Promise.all(Array.from({ length: clients }, run))
  return { requests, perSecond: requests / ((performance.now() - start) / 1000) }
}
