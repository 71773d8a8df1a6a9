import { budgetsOf } from './budgets.js'
import { listOurs } from './ours.js'
import { weigh } from './weigh.js'

const { hook, components, entry } = await listOurs()
const named = components.filter(({ name }) => ['VideoTaskProgress', 'VideoTaskPlayer'].includes(name))
const weights = []
for (const subject of [hook, ...named, entry]) weights.push(await weigh(subject))

const budgets = budgetsOf(weights)
for (const { name, bytes, limit } of budgets) {
  const verdict = bytes > limit ? `${bytes - limit} bytes too many` : 'within'
  console.log(`${name.padEnd(42)} ${String(bytes).padStart(6)} of ${limit} bytes of gzip: ${verdict}`)
}
if (budgets.some(({ bytes, limit }) => bytes > limit)) {
  console.error('\nA budget is exceeded. `npm run bench:size` shows what weighs how much.')
  process.exitCode = 1
}
