import { drawBars } from '../report/drawBars.js'
import { countOf } from './countOf.js'
import { isOurs } from './isOurs.js'
import { LARGEST_PAGE } from './largestPage.js'
import type { RenderFigures } from './RenderFigures.js'

const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`

/** The chart of the CPU time that a large page takes, the cheapest first. */
export function drawRender(rows: RenderFigures[]): string {
  const bars = rows
    .filter(({ tasks }) => tasks === LARGEST_PAGE)
    .map((row) => ({ name: row.name, value: row.cpu, isOurs: isOurs(row) }))
    .sort((a, b) => a.value - b.value)
  return drawBars({
    title: `CPU time of a page of ${countOf(LARGEST_PAGE)} for a minute watched`,
    description: `${bars.map(({ name, value }) => `${name}: ${ms(value)}`).join('; ')}.`,
    bars,
    format: ms,
  })
}
