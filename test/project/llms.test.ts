import { expect, it } from 'vitest'
import { makeFull, makeMap } from '../../scripts/make-llms.js'
import { filesIn, read } from './support/pages.js'

const map = read('llms.txt')

it('is what `npm run docs:llms` writes', () => {
  expect(map).toBe(makeMap())
})

it('has the form of llmstxt.org: a title, a quote, then lists of links under headings', () => {
  const [head = '', ...sections] = map.split(/^## /m)
  expect(head).toMatch(/^# react-video-task\n\n> .+\n\n/)
  expect(sections.length).toBeGreaterThan(3)
  for (const section of sections) {
    const [, ...items] = section.trim().split('\n').filter(Boolean)
    for (const item of items) expect(item).toMatch(/^- \[[^\]]+\]\([^)]+\): \S/)
  }
})

it('leads to every guide and every page of the API reference, and the full text holds them', () => {
  const pages = filesIn('docs', '.md').filter((path) => path !== 'docs/api/README.md')
  expect(pages.filter((path) => !map.includes(`](${path})`))).toEqual([])
  const full = makeFull()
  for (const path of pages) expect(full).toContain(read(path).trim())
})
