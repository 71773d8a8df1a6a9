import { expect, it } from 'vitest'
import { filesIn, read } from './support/pages.js'

/** Words to avoid in code and text. Use the field's noun and a verb in the third person instead. */
const AVOIDED = [
  'learnt',
  'told',
  'anew',
  'nobody',
  'somebody',
  'whoever',
  'under way',
  'for ever',
  'mend',
  'shall',
]

const TEXT = /\.(?:tsx?|jsx?|mjs|cjs|md|mdx|css|json|html|txt|toml)$/
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'AGENTS.md',
  'CHANGELOG.md',
  'llms.txt',
  'openapi.json',
  'registry.json',
]
const files = ['src', 'docs', 'stories', 'registry', 'test', 'scripts', 'bench', 'demo', '.changeset']
  .flatMap((folder) => filesIn(folder, ''))
  .filter((path) => TEXT.test(path) && !/\/(?:api|pages|clips|public)\/|words\.test\.ts$/.test(path))

it('avoids words that obscure the meaning', () => {
  const pattern = new RegExp(`\\b(?:${AVOIDED.join('|')})\\b`, 'gi')
  const found = [...pages, ...files].flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (line.match(pattern) ?? []).map((word) => `${path}:${index + 1} ${word}`)),
  )
  expect(files.length).toBeGreaterThan(300)
  expect(found).toEqual([])
})
