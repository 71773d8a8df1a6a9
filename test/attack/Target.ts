import { exchange, type Exchange, type RawRequest } from './http/exchange.js'
import { headerOf, textOf } from './http/readAnswer.js'
import { type Api, startApi } from './http/startApi.js'
import { createKeyFinder } from './http/findKey.js'
import { type ProxyProcess, startProxyProcess } from './server/ProxyProcess.js'
import type { Adapter, Evidence, ProxySettings } from './server/ProxySettings.js'

/** What attacks are aimed at: proxies in a server process, in front of an API that the attack controls. */
export interface Target {
  adapter: Adapter
  /** Whether this is the short run of `npm test`. */
  isSample: boolean
  /** The API keys of the proxies, which may not come out: one of letters and digits, one of everything that a header holds. */
  keys: readonly [plain: string, special: string]
  /** The API, at `http://api.test`. */
  api: Api
  /** A storage bucket, at `http://bucket.test`. */
  bucket: Api
  /** A server on loopback that the proxy has no reason to reach. */
  inside: Api
  /** Starts a proxy and gives its origin. */
  listen(settings: ProxySettings): Promise<string>
  /** Starts a proxy in a process of its own, whose use of CPU and memory is then that of one attack. */
  listenAlone(
    settings: ProxySettings,
    flags?: readonly string[],
  ): Promise<{ origin: string; process: ProxyProcess }>
  /** Sends a request. Everything that comes back is searched for the keys. */
  send(origin: string, request: RawRequest, timeout?: number): Promise<Exchange>
  /** What the server process saw since the attack began. */
  evidence(): Promise<Evidence>
}

/** A target as the runner sees it. */
export interface RunningTarget extends Target {
  process: ProxyProcess
  /** Ends an attack: what was seen, and the characters of a key that came out. */
  finishAttack(): Promise<{ calls: number; leak: string | undefined }>
  /** Exchanges with callers and APIs that go on although the caller is gone. */
  countConnections(): Promise<number>
  stop(): Promise<void>
}

/** What of an answer is text. The bytes of a video are passed on as they come, so nothing is searched for in them. */
function searchable({ received, answer }: Exchange): string[] {
  if (!answer) return [received]
  const head = received.slice(0, received.indexOf('\r\n\r\n'))
  const isVideo = /^(?:video|image)\//.test(headerOf(answer, 'content-type') ?? '')
  return isVideo || answer.body.byteLength === 0 ? [head] : [head, textOf(answer)]
}

/** Starts the server process and the APIs of a target. */
export async function startTarget(
  serverFile: string,
  { adapter, isSample, keys }: Pick<Target, 'adapter' | 'isSample' | 'keys'>,
): Promise<RunningTarget> {
  const [api, bucket, inside] = await Promise.all([startApi(), startApi(), startApi()])
  const hosts = { 'api.test': api.origin, 'other-api.test': api.origin, 'bucket.test': bucket.origin }
  const findKey = createKeyFinder(keys)
  const process = startProxyProcess(serverFile, adapter, hosts)
  const alone: ProxyProcess[] = []
  const seen: Evidence = { calls: [], authorized: [], errors: [] }
  let received: string[] = []

  async function gather(): Promise<Evidence> {
    for (const one of [process, ...alone.filter((other) => other.isRunning())]) {
      const { calls, authorized, errors } = await one.evidence()
      seen.calls.push(...calls)
      seen.authorized.push(...authorized)
      seen.errors.push(...errors)
      received.push(one.printed())
    }
    return seen
  }

  return {
    adapter,
    isSample,
    keys,
    api,
    bucket,
    inside,
    process,
    listen: (settings) => process.listen({ apiKey: keys[0], ...settings }),
    async listenAlone(settings, flags) {
      const own = startProxyProcess(serverFile, adapter, hosts, flags)
      alone.push(own)
      return { origin: await own.listen({ apiKey: keys[0], ...settings }), process: own }
    },
    async send(origin, request, timeout) {
      const result = await exchange(origin, request, timeout)
      received.push(...searchable(result))
      return result
    },
    evidence: gather,
    async finishAttack() {
      await gather()
      const texts = [...received, ...seen.errors]
      const leak = texts.map(findKey).find((found) => found !== undefined)
      const calls = seen.calls.length
      received = []
      for (const list of Object.values(seen)) list.length = 0
      return { calls, leak }
    },
    async countConnections() {
      const open = [api, bucket, inside].reduce((sum, one) => sum + one.connections(), 0)
      return open + (await process.connections())
    },
    async stop() {
      await Promise.all([process, ...alone].map((one) => one.stop()))
      await Promise.all([api, bucket, inside].map((one) => one.stop()))
    },
  }
}
