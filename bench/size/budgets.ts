import { heaviest, type Weight } from './weigh.js'

/** A promise, in bytes of gzip: what one subject may weigh, or what it may add to another. */
export interface Budget {
  name: string
  limit: number
  bytes: number
}

const weightOf = (weights: Weight[], name: string): number => {
  const weight = weights.find((one) => one.name === name)
  if (!weight) throw new Error(`Nothing called '${name}' was weighed, so its budget cannot be checked.`)
  return heaviest(weight)
}

/** What was promised and what it is. */
export function budgetsOf(weights: Weight[]): Budget[] {
  const hook = weightOf(weights, 'useVideoTask, provider and client')
  return [
    { name: 'useVideoTask, provider and client', limit: 9_000, bytes: hook },
    {
      name: 'VideoTaskProgress, more than the hook',
      limit: 2_500,
      bytes: weightOf(weights, 'VideoTaskProgress') - hook,
    },
    {
      name: 'VideoTaskPlayer, more than the hook',
      limit: 2_500,
      bytes: weightOf(weights, 'VideoTaskPlayer') - hook,
    },
    {
      name: "everything of '.'",
      limit: 18_000,
      bytes: weightOf(weights, "everything of '.'"),
    },
  ]
}
