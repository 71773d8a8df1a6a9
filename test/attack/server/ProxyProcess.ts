import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Adapter, Evidence, Hosts, ProxySettings, Question, Questions, Usage } from './ProxySettings.js'

/** A server process did not survive an input. */
export class ServerEnded extends Error {
  override readonly name = 'ServerEnded'
}

/** Proxies in a process of their own, so that what they use can be measured, and what kills them is survived. */
export interface ProxyProcess {
  /** Starts one more proxy and gives its origin. */
  listen(settings: ProxySettings): Promise<string>
  /** What was seen since the last call. */
  evidence(): Promise<Evidence>
  usage(): Promise<Usage>
  /** Connections from callers that are open; idle ones are closed first. */
  connections(): Promise<number>
  /** What the process printed since the last call. */
  printed(): string
  isRunning(): boolean
  stop(): Promise<void>
}

/** How long a process may take to answer a question, in ms; what blocks it longer counts as its end. */
const PATIENCE = 10_000

/** Bundles the server program once for all its processes, which then start in a tenth of the time. */
export async function bundleServer(): Promise<{ file: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'video-task-attack-'))
  const file = join(folder, 'serve.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('serve.ts', import.meta.url))],
    tsconfig: fileURLToPath(new URL('../../../tsconfig.json', import.meta.url)),
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  })
  return { file, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Starts a server process. `flags` are for Node, such as `--max-old-space-size=256`. */
export function startProxyProcess(
  file: string,
  adapter: Adapter,
  hosts: Hosts,
  flags: readonly string[] = [],
): ProxyProcess {
  const child = fork(file, [adapter, JSON.stringify(hosts)], {
    execArgv: ['--expose-gc', ...flags],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const waiting = new Map<number, (answer: unknown) => void>()
  let printed = ''
  let asked = 0
  const print = (text: unknown) => (printed = (printed + String(text)).slice(-100_000))
  child.stdout?.on('data', print)
  child.stderr?.on('data', print)
  child.on('message', ({ id, answer }: { id: number; answer: unknown }) => waiting.get(id)?.(answer))
  // A question to a process that ends meanwhile: its end answers it.
  child.on('error', () => undefined)
  const ended = new Promise<string>((resolve) =>
    child.once('exit', (code, signal) => resolve(String(signal ?? code))),
  )

  async function ask<Name extends Question>(
    question: Name,
    argument: Questions[Name]['argument'],
  ): Promise<Questions[Name]['answer']> {
    const id = ++asked
    let timer: NodeJS.Timeout | undefined
    const answer = new Promise<unknown>((resolve, reject) => {
      waiting.set(id, resolve)
      timer = setTimeout(() => {
        reject(new ServerEnded(`was blocked for ${PATIENCE / 1000} s`))
        child.kill('SIGKILL')
      }, PATIENCE)
      void ended.then((how) =>
        reject(new ServerEnded(`ended (${/heap out of memory/.test(printed) ? 'out of memory' : how})`)),
      )
    })
    if (child.connected) child.send({ id, question, argument })
    try {
      return (await answer) as Questions[Name]['answer']
    } finally {
      clearTimeout(timer)
      waiting.delete(id)
    }
  }

  return {
    listen: async (settings) => `http://127.0.0.1:${(await ask('listen', settings)).port}`,
    evidence: () => ask('evidence', null),
    usage: () => ask('usage', null),
    connections: () => ask('connections', null),
    printed() {
      const taken = printed
      printed = ''
      return taken
    },
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
