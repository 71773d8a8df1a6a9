import * as Plot from '@observablehq/plot'
import { type ChartText, drawChart, highlight } from './chart.js'

interface Bar {
  name: string
  value: number
  /** Drawn to stand out. @default false */
  isOurs?: boolean
}

interface BarChart extends ChartText {
  /** In the order they are drawn in. */
  bars: Bar[]
  /** Formats a value, with its unit, for the end of its bar. */
  format: (value: number) => string
  /** Width of the column of names, in px. @default 220 */
  nameWidth?: number
}

/** Draws horizontal bars from 0, each between its name and its value, as SVG. */
export function drawBarChart({ bars, format, nameWidth = 220, ...text }: BarChart): string {
  const rows = bars.map(({ isOurs = false, ...bar }) => ({ ...bar, isOurs }))
  const max = Math.max(0, ...rows.map(({ value }) => value))
  const labels = [false, true].flatMap((isOurs) => {
    const own = rows.filter((row) => row.isOurs === isOurs)
    return [
      Plot.text(own, {
        x: 0,
        y: 'name',
        text: 'name',
        textAnchor: 'end',
        dx: -12,
        ...highlight(isOurs).text,
      }),
      Plot.text(own, {
        x: 'value',
        y: 'name',
        text: ({ value }: Bar) => format(value),
        textAnchor: 'start',
        dx: 8,
        ...highlight(isOurs).text,
      }),
    ]
  })
  return drawChart(text, {
    width: 680,
    height: 28 + 34 * rows.length,
    marginTop: 14,
    marginBottom: 14,
    marginLeft: nameWidth,
    marginRight: 96,
    x: { axis: null, domain: [0, max || 1] },
    y: { axis: null, domain: rows.map(({ name }) => name), padding: 0.4 },
    color: { type: 'identity' },
    marks: [
      Plot.barX(rows, {
        x: 'value',
        y: 'name',
        rx: 3,
        fill: ({ isOurs = false }: Bar) => highlight(isOurs).mark,
      }),
      ...labels,
    ],
  })
}
