import { listOurs } from './ours.js'
import { peers } from './subjects.js'
import { weigh, type Weight } from './weigh.js'

/** Everything on the scales in one run: ours first, then what an app would load instead of it or beside it. */
export async function measureSize(): Promise<{ ours: Weight[]; peers: Weight[] }> {
  const { hook, components, additions, entry, all } = await listOurs()
  const weighAll = async (subjects: Parameters<typeof weigh>[0][]) => {
    const weights: Weight[] = []
    for (const subject of subjects) weights.push(await weigh(subject))
    return weights
  }
  return {
    ours: await weighAll([hook, ...components, ...additions, entry, all]),
    peers: await weighAll(peers),
  }
}
