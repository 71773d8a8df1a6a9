import { expect, it } from 'vitest'
import { makeOpenapi } from '../../scripts/docs/openapi.js'
import { read } from './support/pages.js'

it('openapi.json is what `npm run docs:openapi` writes', async () => {
  expect(read('openapi.json')).toBe(await makeOpenapi())
})
