import { describe, expect, it } from 'vitest'
import { peerVersions, prepareConsumer } from './support/consumer.js'

const app = prepareConsumer({
  from: { 'test/consumers/commonjs': '.' },
  packages: [`@tanstack/react-query@${peerVersions('@tanstack/react-query').newest}`],
})

describe('an app in CommonJS', () => {
  const run = async (file: string) => JSON.parse(await app.run(process.execPath, [file]))

  it('gets an error that names the second copy of TanStack Query when it requires both packages', async () => {
    const { code, message } = await run('required.cjs')
    expect(code).toBe('missing_query_client')
    expect(message).toMatch(/@tanstack\/react-query is loaded twice.* `require`.*docs\/testing\.md/)
  })

  it('renders the hooks when it imports both packages', async () => {
    expect(await run('imported.cjs')).toBe('<p>pending</p>')
  })
})

describe('Jest 30 with the settings of docs/testing.md', () => {
  it.each(['jest.config.cjs', 'jest.swc.config.cjs'])(
    'runs the test of a component by %s',
    async (config) => {
      const args = ['node_modules/jest/bin/jest.js', '--json', '--config', config]
      const results = JSON.parse(await app.run(process.execPath, args))
      expect(results).toMatchObject({ success: true, numPassedTests: 1, numTotalTests: 1 })
      expect(await app.versionOf('jest')).toMatch(/^30\./)
    },
  )
})
