import { AnchorMdx, Canvas, CodeOrSourceMdx, HeadersMdx, Markdown } from '@storybook/addon-docs/blocks'
import type { ComponentProps } from 'react'
import { toSite } from './toSite.js'

/** A table that scrolls sideways on a phone, also by keyboard. Renders a `<table>` in a focusable `<div>`. */
function ScrollingTable(props: ComponentProps<'table'>) {
  return (
    <div className="guide-table" role="group" aria-label="Table" tabIndex={0}>
      <table {...props} />
    </div>
  )
}

const overrides = { ...HeadersMdx, a: AnchorMdx, code: CodeOrSourceMdx, table: ScrollingTable }

export interface GuideProps {
  /** The page's path in the repository, against which its links are resolved. */
  page: string
  text: string
  /** The story modules that the page names. */
  stories?: Record<string, Record<string, unknown>>
}

/**
 * Shows a Markdown file of the repository, with a live canvas in the place of each comment such as
 * `<!-- story: Theming.Properties -->`. Renders a `<main>`.
 */
export function Guide({ page, text, stories = {} }: GuideProps) {
  const parts = toSite(text, page).split(/^<!-- story: (\w+\.\w+) -->$/m)
  return (
    <main className="guide">
      {parts.map((part, index) => {
        if (index % 2 === 0) {
          return (
            <Markdown key={index} options={{ forceBlock: true, overrides }}>
              {part}
            </Markdown>
          )
        }
        const [module = '', name = ''] = part.split('.')
        return <Canvas key={index} of={stories[module]?.[name]} />
      })}
    </main>
  )
}
