import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { startApp } from '../examples/support/apps.js'
import { prepareConsumer } from './support/consumer.js'

// npm would install the peers, which a server does not need.
const project = prepareConsumer({ from: { 'test/consumers/node': '.' }, flags: ['--omit=peer'] })

const run = async (file: string) => JSON.parse(await project.run(process.execPath, [file]))

const RESULT = {
  status: 'completed',
  ended: true,
  type: 'video/mp4',
  isWhole: true,
  title: '余额不足。',
  routes: ['create', 'retrieve', 'content'],
}

it('installs without React and TanStack Query', () => {
  const has = (name: string) => existsSync(join(project.folder, 'node_modules', name))
  expect(['react', 'react-dom', '@tanstack'].filter(has)).toEqual([])
  expect(has('react-video-task')).toBe(true)
})

it('gets a video through the proxy when ./client, ./messages, ./schemas, ./server and ./testing are imported', async () => {
  expect(await run('imports.mjs')).toEqual(RESULT)
})

it('gets a video through the proxy when ./client, ./messages, ./schemas, ./server and ./testing are required', async () => {
  expect(await run('requires.cjs')).toEqual(RESULT)
})

it('loads one copy of the package by import and by require', async () => {
  expect(await run('oneCopy.cjs')).toBe(true)
})

it('starts both programs: the emulator serves, and the proxy check prints its usage', async () => {
  const bins = join(project.folder, 'node_modules/.bin')
  const emulator = { bin: join(bins, 'video-task-emulator'), args: ['--port', '0', '--any-key'], env: {} }
  const { origin } = await startApp(project.folder, emulator)
  const headers = { authorization: 'Bearer sk-any' }
  expect((await fetch(`${origin}/v1/videos/task_unknown`, { headers })).status).toBe(400)
  expect(await project.run(join(bins, 'check-video-proxy'), ['--help'])).toMatch(/^check-video-proxy: /)
})

it('has the guides, their map and the skills, which TanStack Intent lists', async () => {
  const installed = join(project.folder, 'node_modules/react-video-task')
  expect(
    ['llms.txt', 'docs/polling.md', 'docs/recipes/nextjs.md'].filter(
      (path) => !existsSync(join(installed, path)),
    ),
  ).toEqual([])
  const intent = fileURLToPath(new URL('../../node_modules/@tanstack/intent/dist/cli.mjs', import.meta.url))
  const { skills } = JSON.parse(await project.run(process.execPath, [intent, 'list', '--json']))
  expect(skills.map(({ use }: { use: string }) => use).sort()).toEqual(
    [
      'create-videos',
      'keep-videos',
      'proxy-video-api',
      'style-video-components',
      'test-video-tasks',
      'watch-video-tasks',
    ].map((name) => `react-video-task#${name}`),
  )
  const skill = await project.run(process.execPath, [intent, 'load', 'react-video-task#watch-video-tasks'])
  expect(skill).toContain('# Watch video tasks')
})
