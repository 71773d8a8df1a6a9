import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startApp } from '../examples/support/startApp.js'
import { prepareConsumer } from './support/prepareConsumer.js'

// Peers are of no use on a server, and npm would install them.
const project = prepareConsumer({ from: { 'test/consumers/node': '.' }, flags: ['--omit=peer'] })

const runs = async (file: string) => JSON.parse(await project.run(process.execPath, [file]))

const made = {
  status: 'completed',
  ended: true,
  type: 'video/mp4',
  isWhole: true,
  said: '余额不足，无法生成该视频。',
  asked: ['create', 'retrieve', 'content'],
}

it('is installed where neither React nor TanStack Query exists', () => {
  const has = (name: string) => existsSync(join(project.folder, 'node_modules', name))
  expect(['react', 'react-dom', '@tanstack'].filter(has)).toEqual([])
  expect(has('react-video-task')).toBe(true)
})

it('./client, ./messages, ./server and ./testing are imported there, and a client gets its video through the proxy', async () => {
  expect(await runs('imports.mjs')).toEqual(made)
})

it('./client, ./messages, ./server and ./testing are required there, and a client gets its video through the proxy', async () => {
  expect(await runs('requires.cjs')).toEqual(made)
})

it('what is imported and what is required are one copy', async () => {
  expect(await runs('oneCopy.cjs')).toBe(true)
})

it('its programs start: the emulator serves, and the check of proxies says how it is used', async () => {
  const bins = join(project.folder, 'node_modules/.bin')
  const emulator = { bin: join(bins, 'video-task-emulator'), args: ['--port', '0', '--any-key'], env: {} }
  const { origin } = await startApp(project.folder, emulator)
  const headers = { authorization: 'Bearer sk-any' }
  expect((await fetch(`${origin}/v1/videos/task_unknown`, { headers })).status).toBe(400)
  expect(await project.run(join(bins, 'check-video-proxy'), ['--help'])).toMatch(/^check-video-proxy: /)
})
