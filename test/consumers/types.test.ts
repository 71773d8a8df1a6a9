import { describe, expect, it } from 'vitest'
import { peerVersions, prepareConsumer } from './support/consumer.js'

/** The lowest supported TypeScript: declarations use only syntax that it reads. */
const LOWEST = '5.4'

/** The first TypeScript in which a CommonJS module may require an ES module. */
const FIRST_FOR_COMMONJS = '5.8'

const react = peerVersions('react')
const query = peerVersions('@tanstack/react-query')

/** Creates a project with the types of these peers before the first test. Returns a function that type-checks it, skipLibCheck off. */
function prepareProject(peer: 'newest' | 'lowest') {
  const major = /\d+/.exec(react[peer])?.[0]
  const project = prepareConsumer({
    from: { 'test/consumers/types': '.' },
    packages: [`@tanstack/react-query@${query[peer]}`, `react@${react[peer]}`, `@types/react@${major}`],
  })
  return (typescript: string, config: string) =>
    project.run(process.execPath, [`node_modules/typescript-${typescript}/bin/tsc`, '-p', `${config}.json`])
}

describe('types with React 19 and the newest TanStack Query 5', () => {
  const check = prepareProject('newest')

  describe.each([LOWEST, 'newest'])('in TypeScript %s', (typescript) => {
    it.each(['bundler', 'nodenext'])(
      'compile in an app with every entry point under %s',
      async (resolution) => {
        expect(await check(typescript, resolution)).toBe('')
      },
    )

    it("compile on a server with Node's types and without the DOM's", async () => {
      expect(await check(typescript, 'backend')).toBe('')
    })
  })

  it.each([FIRST_FOR_COMMONJS, 'newest'])('compile in CommonJS in TypeScript %s', async (typescript) => {
    expect(await check(typescript, 'commonjs')).toBe('')
  })

  it('report TS1479 for require in TypeScript 5.7, which cannot require an ES module', async () => {
    await expect(check('5.7', 'commonjs')).rejects.toThrow('TS1479')
  })
})

describe('types with React 18 and the lowest TanStack Query 5', () => {
  const check = prepareProject('lowest')

  it.each([LOWEST, 'newest'])(
    'compile in an app with every entry point in TypeScript %s',
    async (typescript) => {
      expect(await check(typescript, 'bundler')).toBe('')
    },
  )
})
