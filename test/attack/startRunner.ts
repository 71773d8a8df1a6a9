import { setTimeout as wait } from 'node:timers/promises'
import type { Attack, AttackGroup } from './AttackGroup.js'
import { ALPHANUMERIC, createRandom } from './random.js'
import { honestApi } from './http/startApi.js'
import { bundleServer, ServerEnded } from './server/ProxyProcess.js'
import { type Adapter, ADAPTERS } from './server/ProxySettings.js'
import { type RunningTarget, startTarget } from './Target.js'

/** Inputs of one rule that got through in the same way. */
interface Finding {
  rule: string
  problem: string
  /** How many inputs, and the shortest of them. */
  count: number
  input: string
  adapters: Set<Adapter>
}

/** What came of a group on all adapters. */
export interface GroupResult {
  name: string
  tried: number
  gotThrough: number
  upstreamCalls: number
  keysOut: number
  socketsLeft: number
  /** Bytes that stay live in the server processes. */
  memoryLeft: number
  seconds: number
  findings: Finding[]
}

export interface RunOptions {
  seed: number
  /** Runs the short sample of each group. */
  isSample: boolean
  /** Leaves out the attacks of other rules. @default '' */
  rule?: string
  /** When the run has to end, on the clock of `performance.now()`. @default never */
  deadline?: number
}

/** Runs groups of attacks, each behind both Node adapters. */
export interface Runner {
  run(group: AttackGroup): Promise<GroupResult>
  stop(): Promise<void>
}

/** A Node adapter and what is attacked behind it; the target is started when it is needed. */
interface Lane {
  adapter: Adapter
  target: RunningTarget | undefined
}

/** How long one input may take, in ms. */
const MAX_DURATION = 60_000
const NO_END = 'did not end'
/** How long connections may take to end after the last attack, in ms. */
const SETTLE_TIME = 5_000
/** Live memory that a group may leave: the bounded caches of the proxies and the code that V8 compiled for them. */
const MAX_MEMORY_LEFT = 24 * 1024 * 1024
/** Inputs before the first measurement, which load code and fill pools. */
const WARM_UP = 10

/** Bundles the server program, and starts a target behind each adapter when the first group runs. */
export async function startRunner(options: RunOptions): Promise<Runner> {
  const server = await bundleServer()
  const lanes = ADAPTERS.map((adapter): Lane => ({ adapter, target: undefined }))
  return {
    async run(group) {
      const since = performance.now()
      const result: GroupResult = {
        name: group.name,
        tried: 0,
        gotThrough: 0,
        upstreamCalls: 0,
        keysOut: 0,
        socketsLeft: 0,
        memoryLeft: 0,
        seconds: 0,
        findings: [],
      }
      await Promise.all(lanes.map((lane) => runLane(group, lane, server.file, options, result)))
      result.seconds = (performance.now() - since) / 1000
      const missing = inputsOf(group, options.isSample) * lanes.length - result.tried
      if (missing > 0 && !options.rule) {
        const finding = { rule: 'inputs', input: String(missing), adapters: new Set(ADAPTERS) }
        result.findings.push({ ...finding, problem: 'they were not tried in time', count: missing })
      }
      return result
    },
    async stop() {
      await Promise.all(lanes.map(({ target }) => target?.stop()))
      await server.remove()
    },
  }
}

/** The inputs of a group on each adapter. */
const inputsOf = ({ sample, count }: AttackGroup, isSample: boolean) => (isSample ? sample : count)

/** Both keys of a lane: what a key may hold is anything that a header can. */
function keysOf(seed: string): [string, string] {
  const random = createRandom(`key ${seed}`)
  const special = `${random.text(8)}/+"\\&=?%'<>~:;${random.text(20, `${ALPHANUMERIC}/+"\\&=?%'<>~!#`)}${random.text(8)}`
  return [`sk-${random.text(45)}`, `sk-${special}`]
}

async function runLane(
  group: AttackGroup,
  lane: Lane,
  serverFile: string,
  { seed, isSample, rule = '', deadline = Infinity }: RunOptions,
  result: GroupResult,
): Promise<void> {
  const { adapter } = lane
  const random = createRandom(`${seed} ${group.name} ${adapter}`)
  const wanted = inputsOf(group, isSample)
  let drawn = 0
  const isOver = () => drawn >= wanted || performance.now() > deadline
  while (!isOver()) {
    lane.target ??= await startTarget(serverFile, { adapter, isSample, keys: keysOf(`${seed} ${adapter}`) })
    const { target } = lane
    target.api.handler = honestApi()
    const start = drawn
    try {
      let live: number | undefined
      for await (const attack of group.attacks(target, random)) {
        drawn += attack.tries ?? 1
        if (attack.rule.includes(rule)) {
          result.tried += attack.tries ?? 1
          await runAttack(attack, target, result)
        }
        if (drawn >= Math.min(WARM_UP, wanted / 4)) live ??= (await target.process.usage()).live
        if (isOver()) break
      }
      await measureRemains(target, live, result)
    } catch (error) {
      await target.stop()
      lane.target = undefined
      // The attack that ended the process is a finding already; the rest is tried on a new one.
      if (!(error instanceof ServerEnded) || drawn === start) throw error
    }
  }
}

async function runAttack(attack: Attack, target: RunningTarget, result: GroupResult): Promise<void> {
  const note = (problem: string, detail = '') =>
    addFinding(
      result,
      { rule: attack.rule, input: `${attack.input} ${detail}`.trim() },
      target.adapter,
      problem,
    )
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(NO_END), MAX_DURATION)
  })
  try {
    const outcome = await Promise.race([attack.attempt(), timeout])
    if (outcome === NO_END) {
      note(NO_END)
      result.gotThrough += attack.tries ?? 1
      // Whatever goes on in the process would count for the next attack.
      throw new ServerEnded(NO_END)
    }
    const { problem, detail } = typeof outcome === 'object' ? outcome : { problem: outcome, detail: '' }
    const { calls, leak } = await target.finishAttack()
    result.upstreamCalls += calls
    if (leak !== undefined) {
      result.keysOut += 1
      note('the key came out')
    }
    if (problem !== undefined) note(problem, detail)
    if (leak !== undefined || problem !== undefined) result.gotThrough += attack.tries ?? 1
  } catch (error) {
    if (error instanceof ServerEnded && error.message !== NO_END) {
      result.gotThrough += attack.tries ?? 1
      note(`the server process ${error.message}`)
    }
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function addFinding(
  { findings }: GroupResult,
  { rule, input }: Pick<Attack, 'rule' | 'input'>,
  adapter: Adapter,
  problem: string,
): void {
  const known = findings.find((finding) => finding.rule === rule && finding.problem === problem)
  if (!known) return void findings.push({ rule, problem, count: 1, input, adapters: new Set([adapter]) })
  known.count += 1
  known.adapters.add(adapter)
  if (input.length < known.input.length) known.input = input
}

async function measureRemains(
  target: RunningTarget,
  live: number | undefined,
  result: GroupResult,
): Promise<void> {
  const end = performance.now() + SETTLE_TIME
  let sockets = await target.countConnections()
  while (sockets > 0 && performance.now() < end) {
    await wait(100)
    sockets = await target.countConnections()
  }
  const memory = Math.max(0, (await target.process.usage()).live - (live ?? 0))
  result.socketsLeft += sockets
  result.memoryLeft = Math.max(result.memoryLeft, memory)
  const note = (problem: string, detail: string) =>
    addFinding(result, { rule: 'after the last attack', input: detail }, target.adapter, problem)
  if (sockets > 0) note('sockets are left', String(sockets))
  if (memory > MAX_MEMORY_LEFT) note('memory is left', `${Math.round(memory / 2 ** 20)} MB`)
}
