import { expect, it } from 'vitest'
import { battery } from '../attack/battery.js'
import { ADAPTERS } from '../attack/server/ProxySettings.js'
import { read } from './support/pages.js'

const policy = read('SECURITY.md')
const figure = (text = '') => Number(text.replaceAll(',', ''))

it('SECURITY.md names each group of the attack test, with the inputs that one run tries', () => {
  const rows = [...policy.matchAll(/^\| (?!guarantee|-).+\| `(.+)` +\| +([\d,]+) \|$/gm)]
  const written = rows.map(([, group, inputs]) => [group, figure(inputs)])
  expect(written).toEqual(battery.map(({ name, count }) => [name, count * ADAPTERS.length]))
})

it('SECURITY.md names the number of all inputs of the attack test', () => {
  const sum = battery.reduce((total, { count }) => total + count * ADAPTERS.length, 0)
  expect(figure(/One run tries\s+([\d,]+) inputs/.exec(policy)?.[1])).toBe(sum)
})

it('the attack test tries at least as many inputs of each kind as the proxy was first attacked with', () => {
  const counts = Object.fromEntries(battery.map(({ name, count }) => [name, count]))
  const sumOf = (...names: string[]) => names.reduce((sum, name) => sum + (counts[name] ?? 0), 0)
  expect(sumOf('paths', 'ids and links')).toBeGreaterThanOrEqual(1_000)
  expect(sumOf('creates in disguise')).toBeGreaterThanOrEqual(300)
  expect(sumOf('echoes of the key')).toBeGreaterThanOrEqual(600)
  expect(sumOf('ranges')).toBeGreaterThanOrEqual(350)
  expect(sumOf('pages of other sites')).toBeGreaterThanOrEqual(80)
  expect(sumOf('broken answers of the API')).toBeGreaterThanOrEqual(80)
  expect(sumOf('aborted downloads')).toBeGreaterThanOrEqual(2_000)
})
