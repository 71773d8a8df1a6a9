import { AnchorMdx, CodeOrSourceMdx, HeadersMdx, Markdown } from '@storybook/addon-docs/blocks'
import type { ComponentProps } from 'react'
import { toSite } from './toSite.js'

/** A table that a phone scrolls sideways, and a keyboard too. Renders a `<table>` in a `<div>` that takes the focus. */
function ScrollingTable(props: ComponentProps<'table'>) {
  return (
    <div className="guide-table" role="group" aria-label="Table" tabIndex={0}>
      <table {...props} />
    </div>
  )
}

const overrides = { ...HeadersMdx, a: AnchorMdx, code: CodeOrSourceMdx, table: ScrollingTable }

/** A guide of the repository, shown from its one source. Renders Storybook's Markdown block in a `<main>`. */
export function Guide({ page, text }: { page: string; text: string }) {
  return (
    <main className="guide">
      <Markdown options={{ forceBlock: true, overrides }}>{toSite(text, page)}</Markdown>
    </main>
  )
}
