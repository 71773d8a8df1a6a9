import { describe, expect, it } from 'vitest'
import { pageIdOf, toSite } from '../../stories/docs/toSite.js'
import { sitePages } from '../../stories/docs/sitePages.js'
import { filesIn, read } from './support/pages.js'

const thin = filesIn('stories/docs', '.mdx').map((path) => ({ path, text: read(path) }))

it('shows every guide and every page of the API reference', () => {
  const shown = Object.keys(sitePages).sort()
  const written = ['README.md', ...filesIn('docs', '.md'), 'stories/Recomposing.mdx', 'stories/Theming.mdx']
  expect(shown).toEqual(written.filter((path) => path !== 'docs/api/README.md').sort())
})

it('has each page from its one source, under the title that links lead to', () => {
  const pages = thin.map(({ text }) => {
    const [, title, page] = /<Meta title="([^"]+)" \/>[\s\S]*<Guide page="([^"]+)"/.exec(text) ?? []
    expect(text).toContain(`import text from '../../${page}?raw'`)
    return [page, title]
  })
  const mdx = Object.entries(sitePages).filter(([path]) => !path.endsWith('.mdx'))
  expect(Object.fromEntries(pages)).toEqual(Object.fromEntries(mdx))
})

it('has a main landmark in each page, to which a screen reader can jump', () => {
  // A guide's source has none: the block that shows it brings it.
  for (const path of filesIn('stories', '.mdx').filter((path) => !thin.some((page) => page.path === path)))
    expect(read(path).match(/^<main>$/gm), path).toHaveLength(1)
})

describe('a guide on the site', () => {
  it("leads to other guides by Storybook's addresses", () => {
    expect(toSite('[many](../many-users.md#several-instances)', 'docs/recipes/ssr.md')).toBe(
      '[many](?path=/docs/guides-many-users--docs#several-instances)',
    )
    expect(pageIdOf("Recipes/From OpenAI's Videos API")).toBe('recipes-from-openai-s-videos-api--docs')
    expect(pageIdOf('Recipes/Next.js')).toBe('recipes-next-js--docs')
  })

  it('shows pictures from where the site serves them', () => {
    expect(toSite('![chart](../bench/charts/polling.svg)', 'docs/polling.md')).toBe(
      '![chart](./bench/charts/polling.svg)',
    )
    expect(toSite('<img src="docs/cards-light.png" />', 'README.md')).toBe(
      '<img src="./docs/cards-light.png" />',
    )
  })

  it('names files that the site does not have without a link', () => {
    expect(toSite('see [examples](../examples)', 'docs/polling.md')).toBe('see examples')
  })

  it('leaves code and addresses of others alone', () => {
    const code = '```ts\nconst a = b[0](c)\n```'
    expect(toSite(code, 'README.md')).toBe(code)
    expect(toSite('[x](https://example.com/a.md)', 'README.md')).toBe('[x](https://example.com/a.md)')
  })

  it('shows the name of a file over its code', () => {
    expect(toSite('```ts title="a.ts"\nlet a\n```', 'README.md')).toBe('`a.ts`\n\n```ts\nlet a\n```')
  })
})
