import { sitePages } from './sitePages.js'

/** Files that the site serves as they are, by the folder they lie in. */
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

/** A path as seen from the repository's root: `../a.md` in `docs/recipes/b.md` is `docs/a.md`. */
function resolvePath(path: string, page: string): string {
  return new URL(path, `https://site.invalid/${page}`).pathname.slice(1)
}

/**
 * A Markdown file of the repository as the site shows it: links to its pages lead there, pictures come from where they are
 * served, and links to files that the site does not have become their names.
 *
 * @param text the file
 * @param page its path in the repository
 */
export function toSite(text: string, page: string): string {
  const isPicture = (path: string) =>
    SERVED.some((folder) => path.startsWith(folder)) && !path.endsWith('.md')
  const parts = text.split(/(^```[\s\S]*?^```$)/m)
  const shown = parts.map((part, index) =>
    index % 2 === 1
      ? part
      : part
          .replace(
            /(src|srcset)="(?!https?:)([^"]+)"/g,
            (_, name, to) => `${name}="./${resolvePath(to, page)}"`,
          )
          .replace(
            /(!?)\[([^\]]*)\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g,
            (_, bang, name, to, anchor = '') => {
              const path = resolvePath(to, page)
              if (bang === '!' || isPicture(path)) return `${bang}[${name}](./${path})`
              const title = sitePages[path === 'docs/api/README.md' ? 'docs/api/index.md' : path]
              return title ? `[${name}](?path=/docs/${pageIdOf(title)}${anchor})` : name
            },
          ),
  )
  // A fence's title is for the tests; readers see it as a line of its own.
  return shown.join('').replace(/^```(\w+) title="([^"]+)"$/gm, '`$2`\n\n```$1')
}
