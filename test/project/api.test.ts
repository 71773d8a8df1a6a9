import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entryPoints } from '../../scripts/entry-points.js'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** Every name an entry point exports, types included. */
const namesOf = (entryPoint: string) =>
  [...read(`src/${entryPoint}.ts`).matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((name) => name.replace('type ', '').trim())
      .filter((name) => name !== ''),
  )

describe.each(entryPoints)('the API reference of %s', (entryPoint) => {
  const page = read(`docs/api/${entryPoint}.md`)

  it('has every exported name, so that it was generated after the last one was added', () => {
    const titles = [...page.matchAll(/^### (\w+)/gm)].flatMap(([, name]) => name ?? [])
    expect(namesOf(entryPoint).filter((name) => !titles.includes(name))).toEqual([])
  })

  it('says of every function, class and component what it is for', () => {
    const sections = page.split(/^### /m).slice(1)
    const isBare = (section: string) => /^\w+(?:\(\))?\n\n(?:```ts\n[^`]*```\n\n)?#### /.test(section)
    expect(sections.filter(isBare).map((section) => section.split('\n')[0])).toEqual([])
  })
})
