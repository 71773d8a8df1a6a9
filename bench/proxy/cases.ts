/** What is asked, over and over, by some clients at once. */
export interface Case {
  name: string
  clients: number
  /** A path of its own for each request, where `index` says so. */
  path: (index: number) => string
  headers?: Record<string, string>
  /** Bytes of one answer's body, for the rate in megabytes; none for what is counted in requests. */
  bytes?: number
}

const BODY = 20_000_000
const RANGE = 64 * 1024

export const cases: Case[] = [
  { name: '20 MB bodies', clients: 2, path: () => `/v1/videos/${BODY}/content`, bytes: BODY },
  {
    name: '64 kB ranges',
    clients: 8,
    path: () => `/v1/videos/${BODY}/content`,
    headers: { range: `bytes=1000000-${1_000_000 + RANGE - 1}` },
    bytes: RANGE,
  },
  { name: 'polls, each of its own task', clients: 16, path: (index) => `/v1/videos/task_${index}` },
  { name: 'polls, all of one task', clients: 16, path: () => '/v1/videos/task_0' },
]
