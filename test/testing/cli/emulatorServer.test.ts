import { createVideoEmulator } from 'react-video-task/testing'
import { expect, it, onTestFinished, vi } from 'vitest'
// No entry point exports the server of the programs.
import {
  baseUrlOf,
  explainListenError,
  serveEmulator,
  stopServer,
} from '../../../src/testing/cli/emulatorServer.js'
import { errorOf } from '../../support/errorOf.js'

const host = '127.0.0.1'

const systemError = (code: string) => Object.assign(new Error('listen failed'), { code })

it.each<[string, unknown, number, string]>([
  [
    'a taken port',
    systemError('EADDRINUSE'),
    80,
    'Port 80 on 127.0.0.1 is taken. Stop the process that listens there, or use another port: --port 81',
  ],
  [
    'the last port, taken',
    systemError('EADDRINUSE'),
    65_535,
    'Port 65535 on 127.0.0.1 is taken. Stop the process that listens there, or use another port: --port 8787',
  ],
  [
    'a port of the system',
    systemError('EACCES'),
    80,
    'No permission to listen on port 80. Use a port above 1023: --port 8787',
  ],
  [
    'an address of another machine',
    systemError('EADDRNOTAVAIL'),
    80,
    'This machine does not have the address 127.0.0.1. Use one that it has: --host 127.0.0.1',
  ],
  [
    'a name that does not exist',
    systemError('ENOTFOUND'),
    80,
    'Host 127.0.0.1 not found. Use an address of this machine: --host 127.0.0.1',
  ],
  ['another code', systemError('EMFILE'), 80, 'Cannot listen on 127.0.0.1:80: Error: listen failed'],
  ['an error without a code', new Error('No'), 80, 'Cannot listen on 127.0.0.1:80: Error: No'],
  ['what is no error', { code: 'EACCES' }, 80, 'Cannot listen on 127.0.0.1:80: [object Object]'],
])('explains %s and what to do', (_, error, port, message) => {
  expect(explainListenError(error, { port, host })).toBe(message)
})

it('names the flag of the program that sets the port', () => {
  const explain = (code: string) => explainListenError(systemError(code), { port: 80, host }, '--emulator')
  expect(explain('EADDRINUSE')).toMatch(/: --emulator 81$/)
  expect(explain('EACCES')).toMatch(/: --emulator 8787$/)
})

it('rejects with the error of the system where it cannot listen', async () => {
  const server = await serveEmulator(createVideoEmulator(), { port: 0, host })
  onTestFinished(() => stopServer(server))
  const port = Number(new URL(baseUrlOf(server, host)).port)
  expect(await errorOf(() => serveEmulator(createVideoEmulator(), { port, host }))).toMatchObject({
    code: 'EADDRINUSE',
  })
})

it('has the port in its base URL, and an address of IPv6 in brackets', async () => {
  const server = await serveEmulator(createVideoEmulator(), { port: 0, host })
  onTestFinished(() => stopServer(server))
  expect(baseUrlOf(server, host)).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*\/v1$/)
  expect(baseUrlOf(server, '::1')).toMatch(/^http:\/\/\[::1\]:[1-9]\d*\/v1$/)
  expect((await fetch(`${baseUrlOf(server, host)}/videos/t`)).status).toBe(401)
})

it('ends the connection where the emulator itself fails, logs why, and serves on', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const defect = new Error('a defect')
  const emulator = createVideoEmulator({ apiKey: false })
  let isBroken = true
  const server = await serveEmulator(
    {
      ...emulator,
      fetch: async (...call) => {
        if (isBroken) throw defect
        return emulator.fetch(...call)
      },
    },
    { port: 0, host },
  )
  onTestFinished(() => stopServer(server))
  const url = `${baseUrlOf(server, host)}/videos/t`
  expect(await errorOf(() => fetch(url))).toBeInstanceOf(TypeError)
  expect(log.mock.calls).toEqual([[defect]])
  isBroken = false
  expect((await fetch(url)).status).toBe(400)
})
