import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { preparePlayerSite } from './support/playerSite.js'

const startPlayer = preparePlayerSite()

/** A node of the accessibility tree, as the browser gives it to a screen reader. */
interface Node {
  role: string
  name: string
  value: string
  level: unknown
  live: unknown
}

/** Reads the browser's accessibility tree in the order of the page. */
async function readTree(page: Page): Promise<Node[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, value, properties = [] }) => {
      const property = (wanted: string) => properties.find((each) => each.name === wanted)?.value.value
      return {
        role: String(role?.value),
        name: String(name?.value ?? ''),
        value: String(value?.value ?? ''),
        level: property('level'),
        live: property('live'),
      }
    })
}

/** Records, from the start of the page, what each live region says, in order. */
async function recordRegions(page: Page) {
  await page.evaluate(() => {
    const log: string[] = []
    Object.assign(window, { spoken: log })
    new MutationObserver((changes) => {
      const regions = new Set(
        changes.flatMap(({ target }) => {
          const element = target instanceof Element ? target : target.parentElement
          return element?.closest('[role=status], [role=alert], [role=log], [aria-live], output') ?? []
        }),
      )
      for (const region of regions) if (region.textContent) log.push(region.textContent)
    }).observe(document, { childList: true, characterData: true, subtree: true })
  })
  return () => page.evaluate((): string[] => Reflect.get(window, 'spoken'))
}

const TITLE = 'A fox in the snow'

/** Opens a card whose task answers as the test says. */
async function openCard(first: object) {
  const site = await startPlayer()
  let answer: () => Response = () => Response.json({ id: 'a', ...first })
  site.intercept(({ url }) => (new URL(url).pathname.endsWith('/a') ? answer() : undefined))
  const page = await site.open('a')
  await page.locator('article:not([data-status=loading])').waitFor()
  return {
    page,
    spoken: await recordRegions(page),
    answerWith: (next: () => Response) => void (answer = next),
  }
}

const running = { status: 'in_progress', progress: 41 }

it('names bar and heading after the video, and reads its title once besides', async () => {
  const { page } = await openCard(running)
  const tree = await readTree(page)
  expect(tree.filter(({ role }) => role === 'heading')).toMatchObject([{ name: TITLE, level: 3 }])
  const [bar] = tree.filter(({ role }) => role === 'progressbar')
  expect(bar?.name).toBe(TITLE)
  expect(bar?.value).toBe('41')
  expect(await page.getByRole('progressbar').getAttribute('aria-valuetext')).toMatch(/^41%/)
  const named = tree.filter(
    ({ role, name }) => name === TITLE && role !== 'StaticText' && role !== 'InlineTextBox',
  )
  expect(named.map(({ role }) => role).sort()).toEqual(['heading', 'progressbar'])
})

it('has one polite live region, and no button is one', async () => {
  const { page, spoken, answerWith } = await openCard(running)
  const video_url = new URL('/v1/files/a.mp4', page.url()).href
  answerWith(() => Response.json({ id: 'a', status: 'completed', video_url }))
  await expect
    .poll(async () => (await spoken()).join(' '), { timeout: 30_000 })
    .toContain(`${TITLE} is ready.`)
  const live = (await readTree(page)).filter(({ live }) => live && live !== 'off')
  expect(live).toMatchObject([{ role: 'status', live: 'polite' }])
})

it('says an outage after ten seconds, that it is back, and the end, each once and in this order', async () => {
  const { page, spoken, answerWith } = await openCard(running)
  answerWith(() => new Response('', { status: 503 }))
  await expect.poll(spoken, { timeout: 20_000 }).toEqual([`${TITLE}: connection lost, trying again.`])
  // The tree has what the region says, not only the document.
  const status = (await readTree(page)).map(({ name }) => name)
  expect(status).toContain(`${TITLE}: connection lost, trying again.`)
  answerWith(() => Response.json({ id: 'a', ...running }))
  await expect.poll(async () => (await spoken()).at(-1), { timeout: 30_000 }).toBe(`${TITLE}: back online.`)
  answerWith(() => Response.json({ id: 'a', status: 'failed', error: { message: 'No' } }))
  await expect
    .poll(async () => (await spoken()).at(-1), { timeout: 10_000 })
    .toBe(`${TITLE} could not be made.`)
  expect(await spoken()).toHaveLength(3)
})

it('makes a page that is as high as its window no higher', async () => {
  const { page } = await openCard({ status: 'in_progress', progress: 45 })
  await page.addStyleTag({
    content: 'body { margin: 0 } #root { height: 100vh; overflow: auto } #below { display: none }',
  })
  await page.locator('body > [role=status]').waitFor({ state: 'attached' })
  const excess = await page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.documentElement
    return scrollHeight - clientHeight
  })
  expect(excess).toBe(0)
})
