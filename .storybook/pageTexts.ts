import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pages, storybookTitle } from '../scripts/docs/pages.js'

/** What Storybook writes into `manifests/`, as far as it is read here. */
interface Manifests {
  docs?: { docs: Record<string, { title?: string; content?: string }> }
}

/**
 * Puts the text of each page into Storybook's manifest of the documentation, which agents read. Storybook takes it from the
 * page's MDX file, and that only names the Markdown file.
 */
export function withPageTexts(manifests: Manifests = {}): Manifests {
  if (!manifests.docs) return manifests
  const docs = Object.entries(manifests.docs.docs).map(([id, entry]) => {
    const page = pages.find((page) => storybookTitle(page) === entry.title)
    return [id, page ? { ...entry, content: readFileSync(`${root}${page.path}`, 'utf8') } : entry]
  })
  return { ...manifests, docs: { ...manifests.docs, docs: Object.fromEntries(docs) } }
}

const root = fileURLToPath(new URL('../', import.meta.url))
