import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { findRedis } from '../../../scripts/programs.js'

/** A port that was free a moment ago: Redis cannot choose one itself and tell which. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No port')
  return address.port
}

/** A real Redis, and what can happen to it. */
export interface TestRedis {
  url: string
  /** Ends it at once, as the kernel does when memory is short. */
  kill: () => Promise<void>
  /** Starts it again on the same port, with what it has kept. */
  restart: () => Promise<void>
  /** Keeps its connections open and answers nothing, as a host does that is overloaded or cut off. */
  freeze: () => Promise<void>
  resume: () => Promise<void>
}

/**
 * Starts a real Redis on loopback, which runs until the test ends.
 *
 * @param isPersistent whether it keeps what it has stored when it is killed
 */
export async function startRedis({ isPersistent = false } = {}): Promise<TestRedis> {
  const path = findRedis()
  if (!path) throw new Error('No Redis server. Run: node scripts/ensure-programs.js redis')
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'video-task-redis-'))
  const persistence = isPersistent
    ? ['--appendonly', 'yes', '--appendfsync', 'always']
    : ['--appendonly', 'no']
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder, ...persistence]
  let server = launch(path, args)
  const kill = async () => (await server).kill()
  onTestFinished(async () => {
    await kill()
    await rm(folder, { recursive: true, force: true })
  })
  await server
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    restart: async () => {
      await kill()
      server = launch(path, args)
      await server
    },
    freeze: async () => (await server).signal('SIGSTOP'),
    resume: async () => (await server).signal('SIGCONT'),
  }
}

/** Starts the program and waits until it accepts connections. */
async function launch(path: string, args: string[]) {
  const server = spawn(path, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve())
    void ended.then(() => reject(new Error('Redis did not start')))
  })
  const kill = async () => {
    server.kill('SIGKILL')
    await ended
  }
  return { kill, signal: (signal: NodeJS.Signals) => void server.kill(signal) }
}
