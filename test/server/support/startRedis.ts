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

/** A real Redis on loopback that keeps nothing, until the test ends. */
export async function startRedis(): Promise<{ url: string; stop: () => Promise<void> }> {
  const path = findRedis()
  if (!path) throw new Error('No Redis server. Run: node scripts/ensure-programs.js redis')
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'video-task-redis-'))
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ]
  const server = spawn(path, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const stop = async () => {
    server.kill('SIGKILL')
    await ended
  }
  onTestFinished(async () => {
    await stop()
    await rm(folder, { recursive: true, force: true })
  })
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve())
    void ended.then(() => reject(new Error('Redis did not start')))
  })
  return { url: `redis://127.0.0.1:${port}`, stop }
}
