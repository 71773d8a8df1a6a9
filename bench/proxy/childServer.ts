import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Usage } from './servers/serve.js'

/** A server in a process of its own. */
export interface ChildServer {
  origin: string
  /** Restarts the measurement of CPU time and memory. */
  reset: () => Promise<void>
  /** CPU time and memory since the last reset. */
  usage: () => Promise<Usage>
  stop: () => void
}

/** Starts `servers/{name}.ts` with arguments and waits until it listens. */
export async function startChildServer(name: string, ...args: string[]): Promise<ChildServer> {
  const child = fork(fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url)), args)
  const [port] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${name} exited before it listened.`))),
  ])
  const ask = async (question: 'reset' | 'usage') => {
    const answer = once(child, 'message')
    child.send(question)
    const [usage] = (await answer) as [Usage]
    return usage
  }
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    reset: async () => void (await ask('reset')),
    usage: () => ask('usage'),
    stop: () => child.disconnect(),
  }
}
