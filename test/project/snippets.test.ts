import { beforeAll, expect, it } from 'vitest'
import { readExports } from './support/examples.js'
import { writtenPages } from './support/pages.js'
import { diagnose, snippetsOf } from './support/snippets.js'

const snippets = writtenPages.flatMap(snippetsOf)
const exported = readExports()
const examples = exported.flatMap((each) => each.examples)

let errors: string[]
// One program for all: most of the time goes into the types of the packages.
beforeAll(() => void (errors = diagnose([...snippets, ...examples])), 180_000)

it('every TypeScript snippet of the README and the guides compiles', () => {
  expect(snippets.length).toBeGreaterThan(40)
  expect(errors.filter((error) => !error.startsWith('src/'))).toEqual([])
})

it('every @example in the docstrings of the public API compiles', () => {
  expect(examples.length).toBeGreaterThan(40)
  expect(errors.filter((error) => error.startsWith('src/'))).toEqual([])
})

/** Data: the type says all of it, and the functions that take it have an example. */
const DATA = [
  'chineseErrorMessages',
  'chineseMessages',
  'emulatorScenarios',
  'englishErrorMessages',
  'englishMessages',
  'promptMarkers',
  'videoModels',
]

it('every function, hook, component and class that users can import has an @example', () => {
  const bare = exported.filter(({ name, examples }) => examples.length === 0 && !DATA.includes(name))
  expect(bare.map(({ name, path }) => `${path}: ${name}`)).toEqual([])
})
