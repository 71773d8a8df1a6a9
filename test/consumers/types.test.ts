import { describe, expect, it } from 'vitest'
import { peerVersions } from './support/peerVersions.js'
import { prepareConsumer } from './support/prepareConsumer.js'

/** The lowest TypeScript whose users are served; what it cannot read is no part of a declaration. */
const LOWEST = '5.4'

/** The first that lets a CommonJS module import an ES module, as Node's require does. */
const FIRST_FOR_COMMONJS = '5.8'

const react = peerVersions('react')
const query = peerVersions('@tanstack/react-query')

/** Before the first test: a project with the types of these peers. Gives what checks a file of it, skipLibCheck off. */
function prepareProject(peer: 'newest' | 'lowest') {
  const major = /\d+/.exec(react[peer])?.[0]
  const project = prepareConsumer({
    from: { 'test/consumers/types': '.' },
    packages: [`@tanstack/react-query@${query[peer]}`, `react@${react[peer]}`, `@types/react@${major}`],
  })
  return (typescript: string, config: string) =>
    project.run(process.execPath, [`node_modules/typescript-${typescript}/bin/tsc`, '-p', `${config}.json`])
}

describe('the types, with React 19 and the newest TanStack Query 5', () => {
  const check = prepareProject('newest')

  describe.each([LOWEST, 'newest'])('in TypeScript %s', (typescript) => {
    it.each(['bundler', 'nodenext'])('hold for an app with every entry under %s', async (resolution) => {
      expect(await check(typescript, resolution)).toBe('')
    })

    it("hold for a server that has Node's types and not the DOM's", async () => {
      expect(await check(typescript, 'backend')).toBe('')
    })
  })

  it.each([FIRST_FOR_COMMONJS, 'newest'])('hold for CommonJS in TypeScript %s', async (typescript) => {
    expect(await check(typescript, 'commonjs')).toBe('')
  })

  it('meet no require of an ES module in the TypeScript before that', async () => {
    await expect(check('5.7', 'commonjs')).rejects.toThrow('TS1479')
  })
})

describe('the types, with React 18 and the lowest TanStack Query 5', () => {
  const check = prepareProject('lowest')

  it.each([LOWEST, 'newest'])('hold for an app with every entry in TypeScript %s', async (typescript) => {
    expect(await check(typescript, 'bundler')).toBe('')
  })
})
