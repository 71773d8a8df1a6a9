import { describe, expect, it } from 'vitest'
import { describeComponent } from '../../.storybook/describeComponent.js'
import { withPageTexts } from '../../.storybook/pageTexts.js'
import { entryPoints } from '../../scripts/entry-points.js'
import { makeSitePage } from '../../scripts/docs/make.js'
import { pages, storybookTitle } from '../../scripts/docs/pages.js'
import { pageIdOf, toSite } from '../../stories/docs/toSite.js'
import { filesIn, read } from './support/pages.js'

const written = pages.filter(({ entry }) => entry === undefined)

it('the site lists the README, every guide, and an API page for every entry point', () => {
  const guides = filesIn('docs', '.md').filter((path) => !path.startsWith('docs/api/'))
  expect(written.map(({ path }) => path).sort()).toEqual(['README.md', 'bench/RESULTS.md', ...guides].sort())
  const documented = pages.flatMap(({ entry, path }) => (entry ? [[entry, path]] : []))
  expect(documented.sort()).toEqual(
    entryPoints.map((name) => [`src/${name}.ts`, `docs/api/${name}.md`]).sort(),
  )
})

it('the sidebar title of each page is its heading', () => {
  const named = written.filter(({ path }) => path !== 'README.md')
  expect(named.map(({ path }) => /^# (.*)$/m.exec(read(path))?.[1])).toEqual(named.map(({ title }) => title))
})

it('each page is made from its source, under the title that links lead to', () => {
  for (const page of written) {
    const text = makeSitePage(page)
    expect(text).toContain(`import text from '../../../${page.path}?raw'`)
    expect(text).toContain(`<Meta title="${storybookTitle(page)}" summary="${page.note}" />`)
    expect(text).toContain(`<Guide page="${page.path}" text={text}`)
  }
  // An attribute of JSX has no escapes.
  expect(pages.filter(({ note }) => note.includes('"'))).toEqual([])
  const ids = pages.map((page) => pageIdOf(storybookTitle(page)))
  expect(new Set(ids).size).toBe(ids.length)
})

it('each page has a main landmark', () => {
  expect(read('stories/docs/Guide.tsx').match(/<main className/g)).toHaveLength(1)
  const byHand = filesIn('stories', '.mdx').filter((path) => !path.startsWith('stories/docs/pages/'))
  expect(byHand).toEqual([])
})

it('each story that a page names exists, and its module is imported', () => {
  const named = written.flatMap((page) =>
    [...read(page.path).matchAll(/<!-- story: (.*?) -->/g)].map(([, story = '']) => ({ page, story })),
  )
  expect(named.length).toBeGreaterThan(8)
  for (const { page, story } of named) {
    const [module = '', name = ''] = story.split('.')
    expect(read(`stories/${module}.stories.tsx`)).toMatch(new RegExp(`^export const ${name}\\b`, 'm'))
    expect(makeSitePage(page)).toContain(`import * as ${module} from '../../${module}.stories.tsx'`)
  }
})

it('each story has one topic, by which the sidebar filters', () => {
  for (const path of filesIn('stories', '.stories.tsx')) {
    expect(read(path), path).toMatch(/^const meta[^{]*\{\s*tags: \['(component|hook|looks|recipe)'[\],]/m)
  }
})

it('stories are in the manifest of components exactly where they name their component', () => {
  for (const path of filesIn('stories', '.stories.tsx')) {
    const [meta = ''] = /^const meta[\s\S]*?satisfies Meta/m.exec(read(path)) ?? []
    expect(meta.includes("'!manifest'"), path).toBe(!/\bcomponent: /.test(meta))
  }
})

it('the manifest of the documentation has the text of each page', () => {
  const title = 'Guides/Devtools'
  const content = "import text from '../../../docs/devtools.md?raw'"
  const other = { title: 'Components/VideoTaskCard', content }
  expect(withPageTexts({ docs: { docs: { page: { title, content }, other } } })).toEqual({
    docs: { docs: { page: { title, content: read('docs/devtools.md') }, other } },
  })
})

it("a component's description says what it throws in words, and keeps its example", () => {
  const description =
    'Shows {@link VideoTask}.\n\n@throws {VideoTaskError} code `a` without b\n@example\n```tsx\nlet a\n```'
  const text = describeComponent({ __docgenInfo: { description } })
  expect(text).toContain('Shows `VideoTask`.')
  expect(text).toContain('**Throws** `VideoTaskError`: code `a` without b.')
  expect(text).toMatch(/\*\*Example\*\*\n+```tsx\nlet a\n```$/)
  expect(text).not.toContain('@')
})

describe('a guide on the site', () => {
  it("links to other guides by Storybook's addresses", () => {
    expect(toSite('[scaling](../scaling.md#several-instances)', 'docs/recipes/ssr.md')).toBe(
      '[scaling](./?path=/docs/guides-scaling--docs#several-instances)',
    )
    expect(pageIdOf("Recipes/Migrate from OpenAI's Videos API")).toBe(
      'recipes-migrate-from-openai-s-videos-api--docs',
    )
    expect(pageIdOf('Recipes/Next.js')).toBe('recipes-next-js--docs')
  })

  it('links to the API reference where the repository links to an entry point', () => {
    expect(toSite('[API](../src/client.ts)', 'docs/polling.md')).toBe(
      '[API](./?path=/docs/api-reference-client--docs)',
    )
  })

  it('shows images from where the site serves them', () => {
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

  it('leaves code and external links alone', () => {
    const code = '```ts\nconst a = b[0](c)\n```'
    expect(toSite(code, 'README.md')).toBe(code)
    expect(toSite('[x](https://example.com/a.md)', 'README.md')).toBe('[x](https://example.com/a.md)')
  })

  it('shows the file name above its code', () => {
    expect(toSite('```ts title="a.ts"\nlet a\n```', 'README.md')).toBe('`a.ts`\n\n```ts\nlet a\n```')
  })
})
