import { onlineManager } from '@tanstack/react-query'
import { createVideoEmulator } from 'react-video-task/testing'
import { createRandom } from '../../src/testing/random.js'
import { checkUser } from './checkUser.js'
import { CREATING, createUser } from './createUser.js'
import { calm, disturbMachine, disturbUser } from './disturb.js'
import type { SoakClock } from './installSoakClock.js'
import { createLedger, type Ledger } from './Ledger.js'
import { planTasks } from './planTasks.js'

/** Some tasks that live at the same time. */
export interface Wave {
  /** Feeds all that is drawn in it. */
  seed: string
  count: number
  /** How many tasks there were before. */
  first: number
}

const START = 1_800_000_000_000
const TASKS_PER_USER = 40
/** How long the chaos around the pages lasts, in ms, once all is created. */
const STORM = 120_000
/** No task takes longer than this from then on, in ms: slow scripts, and the deadline of the stuck ones. */
const PATIENCE = 3_600_000
const LOOK = 30_000
const QUIET = 180_000

/** Runs one wave to its end. @returns what it showed, with everything that was wrong */
export async function runWave({ seed, count, first }: Wave, clock: SoakClock): Promise<Ledger> {
  const random = createRandom(seed)
  // Each wave starts as the first one does, so that it can be repeated alone.
  clock.reset(START)
  Math.random = createRandom(`${seed} library`)
  const ledger = createLedger()
  const emulator = createVideoEmulator({
    seed: Math.floor(random() * 2 ** 31),
    duration: 5_000 + Math.floor(random() * 40_000),
    latency: 40 + Math.floor(random() * 600),
    now: () => Date.now(),
  })
  const plan = planTasks(count, first, random)
  const shared = { emulator, ledger, random, isOffline: () => !onlineManager.isOnline() }
  const users = Array.from({ length: Math.ceil(count / TASKS_PER_USER) }, (_, index) =>
    createUser({ ...shared, plan: plan.slice(index * TASKS_PER_USER, (index + 1) * TASKS_PER_USER) }),
  )

  // Slow creates take five seconds.
  await clock.pass(CREATING + 10_000)
  for (let passed = 0; passed < STORM;) {
    const step = 500 + Math.floor(random() * 4_000)
    for (const user of users) if (random() < 0.3) disturbUser(user, random)
    if (random() < 0.2) disturbMachine(random)
    await clock.pass(step)
    passed += step
  }

  calm(users)
  const isOver = () => users.every(({ pages }) => pages.every((page) => page.ids().every(page.endOf)))
  for (let passed = 0; passed < PATIENCE && !isOver(); passed += LOOK) await clock.pass(LOOK)
  const { polls } = ledger
  await clock.pass(QUIET)
  if (isOver() && ledger.polls > polls)
    ledger.faults.push(`${ledger.polls - polls} polls after every watch had ended`)

  for (const { pages } of users) for (const page of pages) page.close()
  // The last messages between tabs are under way.
  await clock.pass(100)
  if (clock.pending() > 0) ledger.faults.push(`${clock.pending()} timers are left when every page is closed`)
  const odd = emulator.requests.filter(({ route }) => route === 'unknown').length
  if (odd > 0) ledger.faults.push(`${odd} requests went to no route of the API`)
  const views = new Map(emulator.tasks.map((view) => [view.prompt, view]))
  for (const user of users) ledger.faults.push(...checkUser(user, views))
  return ledger
}
