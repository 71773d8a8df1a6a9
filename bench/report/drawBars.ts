import * as Plot from '@observablehq/plot'
import { type ChartText, drawChart } from './drawChart.js'

/** One measured thing of a bar chart. */
interface Bar {
  name: string
  value: number
  /** Drawn to stand out. @default false */
  isOurs?: boolean
}

/** What a bar chart is drawn from. */
export interface Bars extends ChartText {
  /** In the order they are drawn in. */
  bars: Bar[]
  /** A value as it is written at the end of its bar, with its unit. */
  format: (value: number) => string
  /** Room for the names, in px. @default 220 */
  nameWidth?: number
}

/** Horizontal bars from 0, each with its name before it and its value behind it, as SVG. */
export function drawBars({ bars, format, nameWidth = 220, ...text }: Bars): string {
  const rows = bars.map(({ isOurs = false, ...bar }) => ({ ...bar, isOurs }))
  const most = Math.max(0, ...rows.map(({ value }) => value))
  const values = (isOurs: boolean) =>
    Plot.text(
      rows.filter((row) => row.isOurs === isOurs),
      {
        x: 'value',
        y: 'name',
        text: ({ value }: { value: number }) => format(value),
        textAnchor: 'start',
        dx: 8,
        fill: isOurs ? 'var(--ours)' : 'var(--text)',
        fontWeight: isOurs ? 600 : 400,
      },
    )
  const names = (isOurs: boolean) =>
    Plot.text(
      rows.filter((row) => row.isOurs === isOurs),
      {
        x: 0,
        y: 'name',
        text: 'name',
        textAnchor: 'end',
        dx: -12,
        fill: isOurs ? 'var(--ours)' : 'var(--text)',
        fontWeight: isOurs ? 600 : 400,
      },
    )
  return drawChart(text, {
    width: 680,
    height: 28 + 34 * rows.length,
    marginTop: 14,
    marginBottom: 14,
    marginLeft: nameWidth,
    marginRight: 96,
    x: { axis: null, domain: [0, most || 1] },
    y: { axis: null, domain: rows.map(({ name }) => name), padding: 0.4 },
    color: { type: 'identity' },
    marks: [
      Plot.barX(rows, {
        x: 'value',
        y: 'name',
        rx: 3,
        fill: ({ isOurs }: { isOurs: boolean }) => (isOurs ? 'var(--ours)' : 'var(--peer)'),
      }),
      names(false),
      names(true),
      values(false),
      values(true),
    ],
  })
}
