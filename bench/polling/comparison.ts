import { drawScatterChart, type ScatterPoint } from '../report/scatterChart.js'
import { adaptivePolicy, peerPolicies } from './policies.js'
import { type Figures, simulatePolicy, simulateWithHistory, type Simulation } from './simulation.js'

/** The figures of one policy. */
export interface PolicyRow {
  name: string
  isOurs: boolean
  /** With a server that shows each change at once. */
  smooth: Figures
  /** With a server whose own view advances every 15 s. */
  stepped: Figures
}

/** The simulation of the published figures. */
export const published: Simulation = { count: 10_000, seed: 1 }

/** Compares the policies of the peers and of this library. */
export function comparePolicies(simulation: Simulation = published): PolicyRow[] {
  return [
    ...Object.entries(peerPolicies).map(([name, policy]) =>
      measurePolicy(name, (base) => simulatePolicy(policy, base), simulation),
    ),
    measurePolicy(
      'react-video-task, no history',
      (base) => simulatePolicy(adaptivePolicy(), base),
      simulation,
    ),
    measurePolicy('react-video-task, with history', (base) => simulateWithHistory(base), simulation),
  ]
}

/** Measures one policy with both kinds of servers. */
export function measurePolicy(
  name: string,
  run: (simulation: Simulation) => Figures,
  simulation: Simulation = published,
): PolicyRow {
  const isOurs = name.startsWith('react-video-task')
  return { name, isOurs, smooth: run(simulation), stepped: run({ ...simulation, isStepped: true }) }
}

/** Draws requests against detection latency, as SVG: the lower left is best. */
export function drawComparison(rows: PolicyRow[], tasks: number): string {
  const points = rows.map(({ name, isOurs, smooth }): ScatterPoint => ({
    name: labelOf(name),
    x: smooth.requests,
    y: smooth.mean,
    isOurs,
    side: SIDES.find(([pattern]) => pattern.test(name))?.[1] ?? 'right',
    ...(name.startsWith('fixed') && { series: 'fixed' }),
  }))
  const figures = rows.map(
    ({ name, smooth }) => `${name}: ${smooth.requests.toFixed(1)} requests, ${smooth.mean.toFixed(2)} s`,
  )
  return drawScatterChart({
    title: 'Requests per task and detection latency',
    description: `Requests per task and mean seconds until the end is known, ${tasks} simulated tasks. ${figures.join('; ')}.`,
    x: {
      label: 'requests per task (log scale)',
      isLog: true,
      domain: [6, 320],
      ticks: [10, 20, 50, 100, 200],
    },
    y: { label: 'mean seconds until the end is known', domain: [0, 8] },
    points,
  })
}

/** The sides of names that would overlap others on the right. */
const SIDES: [RegExp, ScatterPoint['side']][] = [
  [/^react-video-task/, 'left'],
  [/^fixed 0\.5 s/, 'above'],
  [/^fixed 1 s/, 'below'],
  [/^fixed 2 s/, 'above'],
  [/^fixed 10 s/, 'left'],
]

/** Shortens a policy's name for the chart. */
const labelOf = (name: string) =>
  name
    .replace('react-video-task, no history', 'react-video-task')
    .replace('react-video-task, with history', 'with history')
    .replace('6 s +- 1.5', '6 ± 1.5 s')
    .replace(/^(fixed (?:0\.5|2) s) \(/, '$1\n(')
