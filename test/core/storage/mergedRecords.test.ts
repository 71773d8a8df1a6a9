import { describe, expect, it } from 'vitest'
import type { VideoTask } from 'react-video-task/client'
import { createBrowser, otherTabs } from './support/createBrowser.js'

const HOUR = 3_600_000
const NAME = 'react-video-task:tasks:'

const ended: VideoTask = {
  id: 'a',
  object: 'video',
  status: 'completed',
  progress: 100,
  video_url: 'https://a.test/v.mp4',
}

describe('the records of one task, merged', () => {
  it('list it again when it is added after its removal, until the next removal', () => {
    const browser = createBrowser()
    const page = browser.openPage()
    const steps = [page.add, page.remove, page.add, page.remove, page.add].map((step) => {
      browser.time += 1_000
      step('a')
      return [page.pending(), browser.openPage().pending()]
    })
    const [present, absent] = [
      [['a'], ['a']],
      [[], []],
    ]
    expect(steps).toEqual([present, absent, present, absent, present])
  })

  it('keep its parameters and its end when it is added again without them', () => {
    const browser = createBrowser()
    const page = browser.openPage({ keepHistory: true, keepParams: true })
    page.add('a', undefined, { prompt: 'A fox' })
    page.settle('a', undefined, ended)
    const { time } = browser
    browser.time += 1_000
    page.add('a')
    expect(browser.openPage({ keepHistory: true }).list()).toEqual([
      expect.objectContaining({ added: time + 1_000, ended: time, params: { prompt: 'A fox' }, task: ended }),
    ])
  })

  it('keep the first of the ends that two tabs have seen', () => {
    const writeFromOtherTab = otherTabs()
    const browser = createBrowser()
    const [first, second] = [browser.openPage(), browser.openPage()]
    first.subscribe(() => {})
    first.add('a')
    const early = browser.texts.get(NAME) ?? ''
    browser.time += HOUR
    const { time } = browser
    first.settle('a')
    // The second tab's write, made from what it read before the end was there.
    browser.texts.set(NAME, early)
    browser.time += HOUR
    second.settle('a')
    writeFromOtherTab(NAME)
    for (const page of [first, second, browser.openPage()]) {
      expect(page.list()).toMatchObject([{ id: 'a', ended: time }])
    }
  })
})

describe('the limits of a registry', () => {
  it('end the record of a task that had ended before this page, while the page is open', () => {
    const browser = createBrowser()
    const before = browser.openPage({ maxAge: 10 * HOUR })
    before.add('a')
    before.settle('a')
    const page = browser.openPage({ maxAge: 10 * HOUR })
    expect(page.list()).toHaveLength(1)
    browser.time += 10 * HOUR
    expect(page.list()).toEqual([])
  })

  it('are a day and 1,000 entries, where the app sets none', () => {
    const browser = createBrowser()
    const records = Array.from({ length: 1_001 }, (_, index) => ({
      ...{ id: `task_${index}`, added: browser.time + index, notifiedStatus: 'queued' },
    }))
    browser.texts.set(NAME, JSON.stringify(records))
    browser.time += 2_000
    const page = browser.openPage()
    expect(page.list()).toHaveLength(1_000)
    expect(page.pending().at(-1)).toBe('task_1')
    const oldest = (records[1]?.added ?? 0) + 24 * HOUR
    browser.time = oldest - 1
    expect(page.pending()).toHaveLength(1_000)
    browser.time = oldest
    expect(page.pending()).toHaveLength(999)
  })
})
