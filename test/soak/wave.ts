import { onlineManager } from '@tanstack/react-query'
import { createVideoEmulator } from 'react-video-task/testing'
import { createRandom } from '../../src/testing/random.js'
import { disruptMachine, disruptUser, endDisruptions } from './disruptions.js'
import { createObservations, type Observations } from './observations.js'
import { planTasks } from './plan.js'
import { createProxyServer } from './proxyServer.js'
import { createUser, CREATE_WINDOW } from './user.js'
import { verifyUser } from './verification.js'
import type { VirtualTime } from './virtualTime.js'

/** Tasks that run at the same time. */
export interface Wave {
  /** Seed of everything random in the wave. */
  seed: string
  /** Number of tasks. */
  count: number
  /** Number of the first task. */
  first: number
  /** The pages ask the proxy, with one request for many tasks. */
  isProxied: boolean
}

/** Every wave starts at this time, in Unix milliseconds, so that it can be repeated alone. */
const START = 1_800_000_000_000
const TASKS_PER_USER = 40
/** The scenario `create-slow` delays its response by 5 s; all other creates are faster. */
const MAX_CREATE_TIME = 10_000
/** Milliseconds of disruptions after the creates. */
const DISRUPTION_TIME = 120_000
/** Longest wait for all watches to end, in milliseconds: the slowest script, and the deadline of the stuck tasks. */
const MAX_END_WAIT = 3_600_000
/** Milliseconds between two looks at the watches. */
const END_CHECK_INTERVAL = 30_000
/** Milliseconds after the last end in which no page may poll. */
const QUIET_TIME = 180_000
/** Milliseconds for the last messages between closed tabs. */
const CLOSE_TIME = 100

/** Fewer polls a request, on average, mean that batches do not work. A page has 40 tasks or less, which end one by one. */
const MIN_POLLS_PER_REQUEST = 1.3

/** Runs a wave to its end. @returns what was observed, with all failures */
export async function runWave(
  { seed, count, first, isProxied }: Wave,
  time: VirtualTime,
): Promise<Observations> {
  const random = createRandom(seed)
  time.reset(START)
  Math.random = createRandom(`${seed} library`)
  const observations = createObservations()
  const emulator = createVideoEmulator({
    seed: Math.floor(random() * 2 ** 31),
    duration: 5_000 + Math.floor(random() * 40_000),
    latency: 40 + Math.floor(random() * 600),
    now: () => Date.now(),
    maxLoggedRequests: Infinity,
  })
  const plan = planTasks(count, first, random, isProxied)
  const server = isProxied ? createProxyServer(emulator) : undefined
  const shared = { emulator, server, observations, random, isOffline: () => !onlineManager.isOnline() }
  const users = Array.from({ length: Math.ceil(count / TASKS_PER_USER) }, (_, index) =>
    createUser({ ...shared, plan: plan.slice(index * TASKS_PER_USER, (index + 1) * TASKS_PER_USER) }),
  )

  await time.pass(CREATE_WINDOW + MAX_CREATE_TIME)
  for (let passed = 0; passed < DISRUPTION_TIME;) {
    const step = 500 + Math.floor(random() * 4_000)
    for (const user of users) if (random() < 0.3) disruptUser(user, random)
    if (random() < 0.2) disruptMachine(random)
    await time.pass(step)
    passed += step
  }

  endDisruptions(users)
  const isOver = () => users.every(({ pages }) => pages.every((page) => page.ids().every(page.endOf)))
  for (let passed = 0; passed < MAX_END_WAIT && !isOver(); passed += END_CHECK_INTERVAL)
    await time.pass(END_CHECK_INTERVAL)
  const { polls, failures } = observations
  if (server && server.polls() < MIN_POLLS_PER_REQUEST * server.requests())
    failures.push(`${server.requests()} requests for ${server.polls()} polls, so few were sent together`)
  await time.pass(QUIET_TIME)
  if (isOver() && observations.polls > polls)
    failures.push(`${observations.polls - polls} polls after every watch had ended`)

  for (const { pages } of users) for (const page of pages) page.close()
  await time.pass(CLOSE_TIME)
  if (time.pending() > 0) failures.push(`${time.pending()} timers are left after every page was closed`)
  const unknown = emulator.requests.filter(({ route }) => route === 'unknown').length
  if (unknown > 0) failures.push(`${unknown} requests matched no route of the API`)
  const views = new Map(emulator.tasks.map((view) => [view.prompt, view]))
  for (const user of users) failures.push(...verifyUser(user, views))
  return observations
}
