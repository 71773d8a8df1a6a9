// Checks the size budgets on the built package: `npm run check:size`.
import { budgetsOf } from './budgets.js'
import { measureSubject } from './bundlers.js'
import { listOurs } from './subjects.js'

const { hook, components, barAndPlayer, schema, entryPoint, entryPointAndComponents } = await listOurs()
const LIMITED = ['VideoTaskProgress', 'VideoTaskCard']
const limited = components.filter(({ name }) => LIMITED.includes(name))
const sizes = []
const subjects = [hook, ...limited, barAndPlayer, schema, entryPoint, entryPointAndComponents]
for (const subject of subjects) sizes.push(await measureSubject(subject))

const budgets = budgetsOf(sizes)
for (const { name, bytes, limit } of budgets) {
  const verdict = bytes > limit ? `${bytes - limit} bytes too many` : 'within'
  console.log(`${name.padEnd(47)} ${String(bytes).padStart(6)} of ${limit} bytes of gzip: ${verdict}`)
}
if (budgets.some(({ bytes, limit }) => bytes > limit)) {
  console.error('\nA budget is exceeded. `npm run bench:size` shows the size of each part.')
  process.exitCode = 1
}
