import { expect, it } from 'vitest'
import { comparePolicies, drawComparison } from '../../bench/polling/comparison.js'
import { drawBarChart } from '../../bench/report/barChart.js'

const bars = drawBarChart({
  title: 'Bytes that a page loads',
  description: 'Compressed. ours: 12 kB; other & more: 33 kB.',
  format: (value) => `${value} kB`,
  bars: [
    { name: 'ours', value: 12, isOurs: true },
    { name: 'other & more', value: 33 },
  ],
})

it('draws a point for each policy and puts all figures into the description', () => {
  const rows = comparePolicies({ count: 60, seed: 1 })
  const svg = drawComparison(rows, 60)
  expect(svg.match(/<circle /g)).toHaveLength(rows.length)
  for (const { name, smooth } of rows) {
    expect(svg).toContain(`${name}: ${smooth.requests.toFixed(1)} requests, ${smooth.mean.toFixed(2)} s`)
  }
})

it('draws a bar for each subject between its name and its value', () => {
  expect(bars.match(/<rect /g)).toHaveLength(2)
  for (const text of ['>ours<', '>other &amp; more<', '>12 kB<', '>33 kB<']) expect(bars).toContain(text)
})

it('makes a standalone SVG with title and description, for light and dark schemes, that loads nothing', () => {
  expect(bars).toMatch(/^<svg [^>]*role="img"[^>]*aria-labelledby="title description"/)
  expect(bars).toContain('<title id="title">Bytes that a page loads</title>')
  expect(bars).toContain('<desc id="description">Compressed.')
  expect(bars).toContain('prefers-color-scheme: dark')
  expect(bars.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:|url\(/)
})
