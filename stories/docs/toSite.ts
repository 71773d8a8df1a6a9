import { rewriteLinks } from '../../scripts/docs/links.js'
import { pages, storybookTitle } from '../../scripts/docs/pages.js'

/** Folders that the site serves as they are. */
const SERVED = ['docs/', 'bench/charts/']

/** Storybook's id of the page with a title. */
export function pageIdOf(title: string): string {
  const kebab = title
    .toLowerCase()
    .replace(/[ ’–—―′¿'`~!@#$%^&*()_|+\-=?;:",.<>{}[\]\\/]/gi, '-')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '')
  return `${kebab}--docs`
}

/** Resolves a relative path against a page: `../a.md` in `docs/recipes/b.md` is `docs/a.md`. */
function resolvePath(path: string, page: string): string {
  return new URL(path, `https://site.invalid/${page}`).pathname.slice(1)
}

/** The page of the site for a file: a page's own source, or the entry point that a page of the API reference documents. */
function pageOf(file: string) {
  const path = file === 'docs/api/README.md' ? 'docs/api/index.md' : file
  return pages.find((page) => page.path === path || page.entry === path)
}

/**
 * Rewrites a Markdown file of the repository for the site: links to pages become Storybook's addresses, images come from
 * where the site serves them, and links to files that the site does not have become plain text.
 *
 * @param text the file
 * @param page its path in the repository
 */
export function toSite(text: string, page: string): string {
  const shown = rewriteLinks(text, (to, isPicture) => {
    const path = resolvePath(to, page)
    const isServed = SERVED.some((folder) => path.startsWith(folder)) && !path.endsWith('.md')
    if (isPicture || isServed) return `./${path}`
    const target = pageOf(path)
    return target && `./?path=/docs/${pageIdOf(storybookTitle(target))}`
  })
  // The title of a fence is for the tests; readers see it as a line of its own.
  return shown.replace(/^```(\w+) title="([^"]+)"$/gm, '`$2`\n\n```$1')
}
