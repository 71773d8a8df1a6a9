import { expect, it } from 'vitest'
import { drawPolling } from '../../bench/polling/drawPolling.js'
import { measurePolling } from '../../bench/polling/measurePolling.js'
import { drawBars } from '../../bench/report/drawBars.js'

const bars = drawBars({
  title: 'Bytes that a page loads',
  description: 'Compressed. ours: 12 kB; other & more: 33 kB.',
  format: (value) => `${value} kB`,
  bars: [
    { name: 'ours', value: 12, isOurs: true },
    { name: 'other & more', value: 33 },
  ],
})

it('shows every measured policy by its name, and tells its figures to those who do not see it', () => {
  const rows = measurePolling({ count: 60, seed: 1 })
  const svg = drawPolling(rows, 60)
  expect(svg.match(/<circle /g)).toHaveLength(rows.length)
  for (const { name, smooth } of rows) {
    expect(svg).toContain(`${name}: ${smooth.requests.toFixed(1)} requests, ${smooth.mean.toFixed(2)} s`)
  }
})

it('writes each bar with its name and its value', () => {
  expect(bars.match(/<rect /g)).toHaveLength(2)
  for (const text of ['>ours<', '>other &amp; more<', '>12 kB<', '>33 kB<']) expect(bars).toContain(text)
})

it('is a file of its own, named and described, for light and for dark, that loads nothing', () => {
  expect(bars).toMatch(/^<svg [^>]*role="img"[^>]*aria-labelledby="title description"/)
  expect(bars).toContain('<title id="title">Bytes that a page loads</title>')
  expect(bars).toContain('<desc id="description">Compressed.')
  expect(bars).toContain('prefers-color-scheme: dark')
  expect(bars.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:|url\(/)
})
