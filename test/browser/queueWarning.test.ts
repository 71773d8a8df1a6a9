import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { prepareSite } from './support/site.js'

/** How long the API takes to answer, in ms. */
const LATENCY = 200

const startCrowd = prepareSite('crowd')

/**
 * Opens a page of tasks that an API answers one by one.
 *
 * @returns what the page has warned of so far, and how many of its tasks were polled a second time
 */
async function openCrowd(tasks: number, settings: Record<string, string> = {}) {
  const polls = new Map<string, number>()
  const { context, open } = await startCrowd(async (request) => {
    const id = new URL(request.url).pathname.split('/').at(-1) ?? ''
    polls.set(id, (polls.get(id) ?? 0) + 1)
    await wait(LATENCY)
    return Response.json({ id, object: 'video', status: 'in_progress', progress: 40 })
  })
  const warnings: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text())
  })
  await open({ tasks: String(tasks), pollInterval: '250', ...settings })
  const polledAgain = () => [...polls.values()].filter((count) => count > 1).length
  return { warnings, polledAgain }
}

// Four requests in flight at 200 ms each are 20 polls a second: a round of 1,000 tasks takes 50 s, and one of these 6.5 s.
const TOO_MANY = 130

it('a page whose tasks are too many for its requests in flight says so once, with what helps', async () => {
  const { warnings, polledAgain } = await openCrowd(TOO_MANY)
  await expect.poll(polledAgain, { timeout: 40_000 }).toBeGreaterThan(10)
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(
    /waited \d+ s .* at most 4 requests .*createVideoProxy.*`maxConcurrentRequests`/,
  )
})

it('a page says so too where the browser opens fewer connections than the app has allowed requests', async () => {
  // Over HTTP/1.1 they are six, so 24 requests in flight make 30 polls a second.
  const { warnings, polledAgain } = await openCrowd(220, { max: '24' })
  await expect.poll(polledAgain, { timeout: 40_000 }).toBeGreaterThan(10)
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(/at most 24 requests/)
})

it('a page that polls its tasks as often as it wants says nothing', async () => {
  const { warnings, polledAgain } = await openCrowd(20)
  await expect.poll(polledAgain, { timeout: 40_000 }).toBe(20)
  expect(warnings).toEqual([])
})
