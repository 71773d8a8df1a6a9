import { beforeAll, expect, it } from 'vitest'
import { examples, readExports } from './support/examples.js'
import { writtenPages } from './support/pages.js'
import { diagnose, snippetsOf } from './support/snippets.js'

const snippets = writtenPages.flatMap(snippetsOf)
const exampleSnippets = examples.flatMap((example) => example.snippets)

let errors: string[]
// One program for all: most of the time goes into the types of the packages.
beforeAll(() => void (errors = diagnose([...snippets, ...exampleSnippets])), 180_000)

it('every TypeScript snippet of the README and the guides compiles', () => {
  expect(snippets.length).toBeGreaterThan(40)
  expect(errors.filter((error) => !error.startsWith('src/'))).toEqual([])
})

it('every @example in a docstring is a fence of TypeScript, which compiles', () => {
  expect(examples.filter((example) => example.snippets.length === 0).map(({ place }) => place)).toEqual([])
  expect(exampleSnippets.length).toBeGreaterThan(40)
  expect(errors.filter((error) => error.startsWith('src/'))).toEqual([])
})

/** Data: the type says all of it, and the functions that take it have an example. */
const MESSAGES = /^[a-z]+(Error)?Messages$/
const DATA = ['emulatorScenarios', 'promptMarkers', 'videoModels']

it('every function, hook, component and class that users can import has an @example', () => {
  const bare = readExports().filter(
    ({ name, hasExample }) => !hasExample && !DATA.includes(name) && !MESSAGES.test(name),
  )
  expect(bare.map(({ name, path }) => `${path}: ${name}`)).toEqual([])
})
