import { drawScatter, type ScatterPoint } from '../report/drawScatter.js'
import type { PollingRow } from './measurePolling.js'

/** Where names stand that would meet others on the right. */
const SIDES: [RegExp, ScatterPoint['side']][] = [
  [/^react-video-task/, 'left'],
  [/^fixed 0\.5 s/, 'above'],
  [/^fixed 1 s/, 'below'],
  [/^fixed 2 s/, 'above'],
  [/^fixed 10 s/, 'left'],
]

/** A policy's name as short as the chart needs it. */
const labelOf = (name: string) =>
  name
    .replace('react-video-task, nothing learnt', 'react-video-task')
    .replace('react-video-task, learnt', 'once it has learnt')
    .replace('6 s +- 1.5', '6 ± 1.5 s')
    .replace(/^(fixed (?:0\.5|2) s) \(/, '$1\n(')

/** Requests against lateness, as SVG: the nearer to the lower left, the better. */
export function drawPolling(rows: PollingRow[], tasks: number): string {
  const points = rows.map(({ name, isOurs, smooth }): ScatterPoint => ({
    name: labelOf(name),
    x: smooth.requests,
    y: smooth.mean,
    isOurs,
    side: SIDES.find(([pattern]) => pattern.test(name))?.[1] ?? 'right',
    ...(name.startsWith('fixed') && { series: 'fixed' }),
  }))
  const told = rows.map(
    ({ name, smooth }) => `${name}: ${smooth.requests.toFixed(1)} requests, ${smooth.mean.toFixed(2)} s`,
  )
  return drawScatter({
    title: 'What polling costs, and how late it learns of the end',
    description: `Requests per task and mean seconds until the end is known, ${tasks} simulated tasks. ${told.join('; ')}.`,
    x: {
      label: 'requests per task (log scale)',
      isLog: true,
      domain: [6, 320],
      ticks: [10, 20, 50, 100, 200],
    },
    y: { label: 'seconds until the end is known, on average', domain: [0, 8] },
    points,
  })
}
