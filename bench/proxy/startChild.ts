import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Usage } from './Usage.js'

/** A server in a process of its own. */
export interface Child {
  origin: string
  /** Counts CPU and memory anew. */
  reset: () => Promise<void>
  /** What was used since. */
  usage: () => Promise<Usage>
  stop: () => void
}

/** Starts `servers/{name}.ts` and waits until it listens. */
export async function startChild(name: string, upstream = ''): Promise<Child> {
  const path = fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url))
  const child = fork(path, [upstream])
  const [port] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended before it listened.`))),
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
