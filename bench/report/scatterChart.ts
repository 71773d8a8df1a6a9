import * as Plot from '@observablehq/plot'
import { type ChartText, drawChart, highlight } from './chart.js'

export interface ScatterPoint {
  name: string
  x: number
  y: number
  /** Drawn to stand out. @default false */
  isOurs?: boolean
  /** The side of its name, so that names do not overlap. @default 'right' */
  side?: keyof typeof SIDES
  /** A dashed line joins the points of one series. */
  series?: string
}

interface ScatterChart extends ChartText {
  /** The quantity of an axis, with its unit; `isLog` for values that differ by factors. */
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

/** Draws points by two figures, each beside its name, as SVG. */
export function drawScatterChart({ x, y, points, ...text }: ScatterChart): string {
  const position = { x: 'x', y: 'y' } as const
  const names = Object.entries(SIDES).flatMap(([side, offset]) =>
    [true, false].map((isOurs) =>
      Plot.text(
        points.filter((point) => (point.side ?? 'right') === side && (point.isOurs ?? false) === isOurs),
        { ...position, text: 'name', ...offset, ...highlight(isOurs).text },
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
        { ...position, z: 'series', stroke: 'var(--peer)', strokeWidth: 1, strokeDasharray: '3 4' },
      ),
      Plot.dot(points, {
        ...position,
        r: ({ isOurs }: ScatterPoint) => (isOurs ? 6 : 4.5),
        fill: ({ isOurs = false }: ScatterPoint) => highlight(isOurs).mark,
      }),
      ...names,
    ],
    r: { type: 'identity' },
    color: { type: 'identity' },
  })
}
