import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expectVideoPlays } from '../examples/support/appChecks.js'
import { startApi, startApp } from '../examples/support/apps.js'
import { peerVersions, prepareConsumer } from './support/consumer.js'

const react = peerVersions('react')
const query = peerVersions('@tanstack/react-query')

describe.each([
  { app: 'Vite, React 19 and the newest TanStack Query 5', react: react.newest, query: query.newest },
  { app: 'Vite, React 18 and the lowest TanStack Query 5', react: react.lowest, query: query.lowest },
])('an app of $app', (versions) => {
  const major = /\d+/.exec(versions.react)?.[0]
  const app = prepareConsumer({
    from: { 'test/consumers/vite': '.', 'examples/page': 'page', 'examples/node-http': 'server' },
    packages: [
      `@tanstack/react-query@${versions.query}`,
      `react@${versions.react}`,
      `react-dom@${versions.react}`,
      `@types/react@${major}`,
      `@types/react-dom@${major}`,
    ],
    isBuilt: true,
  })

  it('installs those versions, and npm ls reports no problem', async () => {
    expect((await app.versionOf('react')).split('.')[0]).toBe(major)
    if (versions.query === query.lowest)
      expect(await app.versionOf('@tanstack/react-query')).toBe(query.lowest)
    const tree = JSON.parse(await app.run('npm', ['ls', '--all', '--json', 'react', '@tanstack/react-query']))
    expect(tree.problems).toBeUndefined()
  })

  it('type-checks with skipLibCheck off and builds without a warning', () => {
    expect(app.built).toMatch(/built in/)
    expect(app.built).not.toMatch(/warn|directive/i)
  })

  it('creates a video and plays it through the proxy in Chromium', async () => {
    const api = await startApi()
    const running = await startApp(app.folder, { args: [join('server', 'server.js')], env: api.env })
    await expectVideoPlays(running, api)
  })
})
