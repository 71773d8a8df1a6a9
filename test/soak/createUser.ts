import { createVideoTaskRegistry, VideoTaskError, type VideoTaskStorage } from 'react-video-task'
import type { VideoEmulator } from 'react-video-task/testing'
import type { Random } from '../../src/testing/random.js'
import { createFakeBrowser } from '../query/support/fakeTabs.js'
import type { Ledger } from './Ledger.js'
import { openPage, type Page, type PageWorld } from './openPage.js'
import type { PlannedTask } from './planTasks.js'

/** What became of a create: an id, or the code of an error. */
type CreateResult = { id: string } | { code: string }

/** One person with a browser, some tabs in it, and tasks. */
export interface User {
  world: PageWorld
  pages: Page[]
  /** Tabs open at the same time. */
  mostPages: number
  plan: readonly PlannedTask[]
  /** What is known of each planned task; none while its create is under way. */
  results: Map<PlannedTask, CreateResult>
}

/** How a user differs from others. */
export interface UserOptions {
  plan: readonly PlannedTask[]
  emulator: VideoEmulator
  ledger: Ledger
  isOffline: () => boolean
  random: Random
}

/** Without a change for this long, in ms, a watch is given up. */
const DEADLINE = 600_000
const MOST_PAGES = 3
/** All creates are sent within this long, in ms. */
export const CREATING = 15_000

function createStorage(): VideoTaskStorage {
  const texts = new Map<string, string>()
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  }
}

/** A user with one page open, some tasks of earlier pages, and some that this page makes now. */
export function createUser({ plan, random, ...shared }: UserOptions): User {
  const maxConcurrentRequests = 1 + Math.floor(random() * 6)
  const world = {
    ...shared,
    ...{
      browser: createFakeBrowser(),
      storage: createStorage(),
      maxConcurrentRequests,
      pollDeadline: DEADLINE,
    },
  }
  const results = new Map<PlannedTask, CreateResult>()
  const registry = createVideoTaskRegistry({ storage: world.storage })
  for (const task of plan) {
    if (task.prompt !== undefined) continue
    const { id } = shared.emulator.addTask({ scenario: task.scenario, prompt: task.name })
    registry.add(id)
    results.set(task, { id })
  }
  const page = openPage(world)
  for (const task of plan) {
    const { prompt } = task
    if (prompt === undefined) continue
    const send = () =>
      page.create(prompt).then(
        (id) => results.set(task, { id }),
        (error: unknown) => {
          // A page that is thrown away takes the creates along that nobody answers.
          if (error instanceof VideoTaskError && error.code !== 'unknown')
            results.set(task, { code: error.code })
        },
      )
    setTimeout(() => void send(), random() * CREATING)
  }
  return { world, pages: [page], mostPages: 1 + Math.floor(random() * MOST_PAGES), plan, results }
}
