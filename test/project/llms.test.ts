import { expect, it } from 'vitest'
import { makeMap, makeReadme } from '../../scripts/docs/make.js'
import { pages } from '../../scripts/docs/pages.js'
import { read } from './support/pages.js'

const map = read('llms.txt')

it('llms.txt is what `npm run docs:pages` writes', () => {
  expect(map).toBe(makeMap())
})

it("the README's table of pages is what `npm run docs:pages` writes", async () => {
  const readme = read('README.md')
  expect(readme).toMatch(/^\| section/m)
  expect(readme).toBe(await makeReadme())
})

it('llms.txt has the form of llmstxt.org: a title, a quote, then lists of links under headings', () => {
  const [head = '', ...sections] = map.split(/^## /m)
  expect(head).toMatch(/^# react-video-task\n\n> .+\n\n/)
  expect(sections.length).toBeGreaterThan(3)
  for (const section of sections) {
    const [, ...items] = section.trim().split('\n').filter(Boolean)
    for (const item of items) expect(item).toMatch(/^- \[[^\]]+\]\([^)]+\): \S/)
  }
})

it('llms.txt links to every page in the repository, and on the site to every page of the API reference', () => {
  const onSite = makeMap(({ path }) => path)
  for (const { path, entry } of pages) {
    expect(map).toContain(`](${entry ?? path})`)
    expect(onSite).toContain(`](${path})`)
  }
})
