import { createVideoTaskRegistry, VideoTaskError, type VideoTaskStorage } from 'react-video-task'
import type { VideoEmulator } from 'react-video-task/testing'
import type { Random } from '../../src/testing/random.js'
import { createFakeBrowser } from '../query/tabs/support/createFakeBrowser.js'
import type { Observations } from './observations.js'
import { openPage, type Page, type PageWorld } from './page.js'
import type { PlannedTask } from './plan.js'
import type { ProxyServer } from './proxyServer.js'

/** A person with a browser, some tabs, and tasks. */
export interface User {
  world: PageWorld
  pages: Page[]
  /** Tabs that may be open at the same time. */
  maxPages: number
  plan: readonly PlannedTask[]
  /** The result of each create, or of each task of an earlier page; missing until a create is answered. */
  results: Map<PlannedTask, CreateResult>
}

type CreateResult = { id: string } | { code: string }

/** What users of a wave share, and the plan of this one. */
export interface UserOptions {
  plan: readonly PlannedTask[]
  emulator: VideoEmulator
  /** The proxy that pages ask; undefined where they ask the API. */
  server: ProxyServer | undefined
  observations: Observations
  isOffline: () => boolean
  random: Random
}

/** Milliseconds without a change after which a watch is stalled. */
const POLL_DEADLINE = 600_000
const MAX_PAGES = 3
const MAX_CONCURRENT_REQUESTS = 6
/** Milliseconds within which all creates are sent. */
export const CREATE_WINDOW = 15_000

/** Creates a user with one open page, tasks of earlier pages, and tasks that this page creates. */
export function createUser({ plan, random, ...shared }: UserOptions): User {
  const maxConcurrentRequests = 1 + Math.floor(random() * MAX_CONCURRENT_REQUESTS)
  const browser = createFakeBrowser()
  const storage = createStorage()
  const world = { ...shared, browser, storage, maxConcurrentRequests, pollDeadline: POLL_DEADLINE }
  const results = new Map<PlannedTask, CreateResult>()
  const registry = createVideoTaskRegistry({ storage })
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
          // Closing the page aborts creates that hang: they have no result.
          if (error instanceof VideoTaskError && error.code !== 'unknown')
            results.set(task, { code: error.code })
        },
      )
    setTimeout(() => void send(), random() * CREATE_WINDOW)
  }
  return { world, pages: [page], maxPages: 1 + Math.floor(random() * MAX_PAGES), plan, results }
}

function createStorage(): VideoTaskStorage {
  const texts = new Map<string, string>()
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  }
}
