import * as Plot from '@observablehq/plot'
import { type ChartText, drawChart } from './drawChart.js'

/** One measured thing of a scatter chart. */
export interface ScatterPoint {
  name: string
  x: number
  y: number
  /** Drawn to stand out. @default false */
  isOurs?: boolean
  /** Where its name stands, so that names do not meet. @default 'right' */
  side?: 'left' | 'right' | 'above' | 'below'
  /** Points of one series are joined by a hairline. */
  series?: string
}

/** What a scatter chart is drawn from. */
export interface Scatter extends ChartText {
  /** What an axis counts, with its unit; `isLog` where values differ by factors. */
  x: { label: string; domain?: [number, number]; isLog?: boolean; ticks?: number[] }
  y: { label: string; domain?: [number, number] }
  points: ScatterPoint[]
}

const SIDES = {
  right: { textAnchor: 'start', dx: 11 },
  left: { textAnchor: 'end', dx: -11 },
  above: { textAnchor: 'start', lineAnchor: 'bottom', dx: -6, dy: -11 },
  below: { textAnchor: 'end', lineAnchor: 'top', dx: 8, dy: 8 },
} as const

/** Points by two figures, each with its name beside it, as SVG. */
export function drawScatter({ x, y, points, ...text }: Scatter): string {
  const at = { x: 'x', y: 'y' } as const
  const names = Object.entries(SIDES).flatMap(([side, place]) =>
    [true, false].map((isOurs) =>
      Plot.text(
        points.filter((point) => (point.side ?? 'right') === side && (point.isOurs ?? false) === isOurs),
        {
          ...at,
          text: 'name',
          ...place,
          fill: isOurs ? 'var(--ours)' : 'var(--text)',
          fontWeight: isOurs ? 600 : 400,
        },
      ),
    ),
  )
  return drawChart(text, {
    width: 680,
    height: 420,
    marginTop: 40,
    marginBottom: 48,
    marginLeft: 44,
    marginRight: 24,
    x: {
      type: x.isLog ? 'log' : 'linear',
      label: x.label,
      domain: x.domain,
      ticks: x.ticks,
      tickFormat: (value: number) => `${value}`,
      labelArrow: 'none',
      labelAnchor: 'right',
      labelOffset: 44,
      tickSize: 0,
    },
    y: { label: y.label, domain: y.domain, labelArrow: 'none', tickSize: 0, ticks: 5 },
    marks: [
      Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      Plot.line(
        points.filter(({ series }) => series !== undefined),
        { ...at, z: 'series', stroke: 'var(--peer)', strokeWidth: 1, strokeDasharray: '3 4' },
      ),
      Plot.dot(points, {
        ...at,
        r: ({ isOurs }: ScatterPoint) => (isOurs ? 6 : 4.5),
        fill: ({ isOurs }: ScatterPoint) => (isOurs ? 'var(--ours)' : 'var(--peer)'),
      }),
      ...names,
    ],
    r: { type: 'identity' },
    color: { type: 'identity' },
  })
}
