import { Markdown } from '@storybook/addon-docs/blocks'
import { toSite } from './toSite.js'

/** A guide of the repository, shown from its one source. Renders Storybook's Markdown block in a `<main>`. */
export function Guide({ page, text }: { page: string; text: string }) {
  return (
    <main className="guide">
      <Markdown>{toSite(text, page)}</Markdown>
    </main>
  )
}
