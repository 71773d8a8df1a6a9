import { mkdirSync, writeFileSync } from 'node:fs'
import * as Plot from '@observablehq/plot'
import { JSDOM } from 'jsdom'

/** The title and description of a chart, for readers who do not see it. */
export interface ChartText {
  /** What it shows, in a few words. */
  title: string
  /** What can be read from it, in a sentence or two. */
  description: string
}

/** Writes a chart into `bench/charts`, from where README and docs show it. */
export function writeChart(name: string, svg: string): void {
  const folder = new URL('../charts/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${name}.svg`, folder), svg)
}

/** Draws a chart as a standalone SVG file with a title and a description, light or dark as the viewer's colour scheme. */
export function drawChart({ title, description }: ChartText, options: Plot.PlotOptions): string {
  const { document } = new JSDOM('').window
  const svg = Plot.plot({ ...options, document, className: 'chart' })
  // Plot's style is for an SVG inside a page.
  svg.querySelector('style')?.remove()
  for (const name of ['class', 'fill', 'font-family', 'font-size']) svg.removeAttribute(name)
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-labelledby', 'title description')
  svg.setAttribute('fill', 'currentColor')
  const add = (name: string, text: string, id?: string) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name)
    if (id) element.id = id
    element.textContent = text
    svg.prepend(element)
  }
  add('style', STYLE)
  add('desc', description, 'description')
  add('title', title, 'title')
  return `${svg.outerHTML}\n`
}

/** How bars, points and labels are drawn: this package stands out from its peers. */
export const highlight = (isOurs: boolean) => ({
  text: { fill: isOurs ? 'var(--ours)' : 'var(--text)', fontWeight: isOurs ? 600 : 400 },
  mark: isOurs ? 'var(--ours)' : 'var(--peer)',
})

/**
 * Colours by the viewer's own scheme: styles of a page do not reach an SVG in an `<img>`. Text has a contrast of at least
 * 4.5 to 1, on white and on GitHub's dark grey.
 */
const STYLE = `
  svg {
    --text: #1c2024;
    --muted: #5b626b;
    --line: #d5d9de;
    --peer: #868e99;
    --ours: #2f5fd7;
    font: 14px system-ui, -apple-system, 'Segoe UI', sans-serif;
    font-variant-numeric: tabular-nums;
    color: var(--muted);
    background: none;
  }
  @media (prefers-color-scheme: dark) {
    svg {
      --text: #e6e9ed;
      --muted: #a3abb5;
      --line: #363c44;
      --peer: #7f8894;
      --ours: #7ea4ff;
    }
  }
`
