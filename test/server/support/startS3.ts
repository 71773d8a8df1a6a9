import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { AwsClient } from 'aws4fetch'
import { onTestFinished } from 'vitest'

const program = join(dirname(createRequire(import.meta.url).resolve('s3rver')), '../bin/s3rver.js')

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No port')
  return address.port
}

/** The folders of an archive. */
const FOLDERS = ['films', 'stills', 'kept', 'jobs', 'claims', 'ends']

/** Starts a real S3 server on loopback in a process of its own, which keeps its files until the test ends. */
export async function startS3() {
  const folder = await mkdtemp(join(tmpdir(), 'video-task-s3-'))
  // The server removes a folder with its last object, and ends where another one is written to it at that moment.
  for (const name of FOLDERS) {
    await mkdir(join(folder, 'films', name), { recursive: true })
    await writeFile(join(folder, 'films', name, 'no-object'), '')
  }
  const port = await freePort()
  const bucketURL = `http://127.0.0.1:${port}/films`
  let server: ChildProcess | undefined

  const start = async () => {
    const args = [
      program,
      '-d',
      folder,
      '-a',
      '127.0.0.1',
      '-p',
      String(port),
      '--configure-bucket',
      'films',
      '-s',
    ]
    const started = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    server = started
    for (let isUp = false; !isUp;) {
      if (started.exitCode !== null) throw new Error('The S3 server did not start')
      isUp = await fetch(bucketURL).then(
        async (response) => (await response.text()) !== '',
        () => false,
      )
    }
  }
  /** Ends it at once, with all connections. */
  const kill = async () => {
    const ended = new Promise((resolve) => server?.once('exit', resolve))
    server?.kill('SIGKILL')
    await ended
  }
  onTestFinished(async () => {
    if (server?.exitCode === null && server.signalCode === null) await kill()
    await rm(folder, { recursive: true, force: true })
  })
  await start()
  const client = new AwsClient({
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    service: 's3',
    region: 'us-east-1',
    retries: 0,
  })
  return { bucketURL, client, kill, restart: start }
}
