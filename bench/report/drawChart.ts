import * as Plot from '@observablehq/plot'
import { JSDOM } from 'jsdom'
import { chartStyle } from './chartStyle.js'

/** What a chart says to those who do not see it. */
export interface ChartText {
  /** What it shows, in a few words. */
  title: string
  /** What can be read from it, in a sentence or two. */
  description: string
}

/** A chart as an SVG file of its own: light and dark by the viewer's scheme, with a title and a description. */
export function drawChart({ title, description }: ChartText, options: Plot.PlotOptions): string {
  const { document } = new JSDOM('').window
  const svg = Plot.plot({ ...options, document, className: 'chart' })
  // Plot's own style makes room on pages; a file stands alone.
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
  add('style', chartStyle)
  add('desc', description, 'description')
  add('title', title, 'title')
  return `${svg.outerHTML}\n`
}
