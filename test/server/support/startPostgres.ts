import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import { onTestFinished } from 'vitest'
import { findPostgres } from '../../../scripts/programs.js'

/** A real Postgres server, with a pool of connections to it. */
export interface TestPostgres {
  pool: Pool
  /** Ends it at once, with all connections. */
  kill: () => Promise<void>
  /** Starts it again, with what it has kept. */
  restart: () => Promise<void>
}

/**
 * Starts a real Postgres server, which runs until the test ends. It listens on a socket in a folder that only its user may
 * open. Its texts are in the order of a language, as in most databases, not in that of their bytes.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = findPostgres()
  if (!programs) throw new Error('No Postgres server. Run: node scripts/ensure-programs.js postgres')
  const folder = mkdtempSync(join(tmpdir(), 'video-task-postgres-'))
  const user = serverUser()
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const order = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US']
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', ...order],
    { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], timeout: START_TIMEOUT },
  )
  const args = ['-D', data, '-k', folder, '-c', 'listen_addresses=']
  const launch = () => launchServer(join(programs, 'postgres'), args, { ...user, cwd: folder })
  const pool = new Pool({ host: folder, user: 'postgres', connectionTimeoutMillis: 2_000 })
  // Without a listener, a connection that breaks while it is unused ends the process.
  pool.on('error', () => undefined)
  let server = launch()
  const kill = async () => (await server).kill()
  onTestFinished(async () => {
    await pool.end()
    await kill().finally(() => rmSync(folder, { recursive: true, force: true }))
  })
  await server
  return {
    pool,
    kill,
    restart: async () => {
      await kill()
      server = launch()
      await server
    },
  }
}

/** How long the server may take to make its files, and to start, in ms. */
const START_TIMEOUT = 60_000

/** The user that the server runs as where this process is root, which Postgres refuses. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string) => {
    const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' })
    return status === 0 ? Number(stdout) : UNPRIVILEGED_ID
  }
  return { uid: idOf('-u'), gid: idOf('-g') }
}

/** The user and the group that Linux keeps for programs without rights. */
const UNPRIVILEGED_ID = 65_534

/** Starts the program and waits until it accepts connections. */
async function launchServer(
  path: string,
  args: string[],
  options: { uid?: number; gid?: number; cwd: string },
) {
  const server = spawn(path, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()))
  // The server ends its connections and all its processes at once.
  const kill = async () => {
    server.kill('SIGQUIT')
    await ended
  }
  let log = ''
  const started = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      void kill()
      reject(new Error(`Postgres did not start within ${START_TIMEOUT / 1000} s: ${log}`))
    }, START_TIMEOUT)
    server.stderr.on('data', (text) => {
      log = (log + String(text)).slice(-MAX_LOG_LENGTH)
      if (!log.includes('ready to accept connections')) return
      clearTimeout(timer)
      resolve()
    })
    void ended.then(() => {
      clearTimeout(timer)
      reject(new Error(`Postgres did not start: ${log}`))
    })
  })
  await started
  return { kill }
}

/** How much of what the server reports is kept, in characters. */
const MAX_LOG_LENGTH = 4_000
