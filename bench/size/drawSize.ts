import { drawBars } from '../report/drawBars.js'
import { heaviest, type Weight } from './weigh.js'

/** What of this package is drawn beside the peers, and how it is called. */
const DRAWN: Record<string, string> = {
  'useVideoTask, provider and client': 'this package, the hook',
  VideoTaskProgress: '… and the progress bar',
  VideoTaskPlayer: '… and the player',
  VideoTaskCard: '… and the whole card',
}

/** Peers of another order, which would leave the rest too small to see. */
const MOST = 100_000

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

/** The chart of what a page loads, the lightest first. */
export function drawSize(ours: Weight[], peers: Weight[]): string {
  const drawn = ours.filter(({ name }) => name in DRAWN)
  const shown = peers.filter((peer) => heaviest(peer) <= MOST)
  const left = peers.filter((peer) => !shown.includes(peer))
  const bars = [
    ...drawn.map((weight) => ({ name: DRAWN[weight.name] ?? '', value: heaviest(weight), isOurs: true })),
    ...shown.map((weight) => ({ name: weight.name, value: heaviest(weight) })),
  ].sort((a, b) => a.value - b.value)
  return drawBars({
    title: 'What a page loads, in kB of gzip',
    description:
      `${bars.map(({ name, value }) => `${name}: ${kB(value)}`).join('; ')}.` +
      left.map((weight) => ` Not drawn: ${weight.name}, ${kB(heaviest(weight))}.`).join(''),
    bars,
    format: kB,
    nameWidth: 300,
  })
}
