import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../src/testing/', import.meta.url))
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const everywhere = files.filter((file) => !file.startsWith('cli/'))

describe('the emulator', () => {
  it.each(everywhere)(
    'loads %s in browsers and workers: nothing of Node, nothing of the command line',
    (file) => {
      const source = readFileSync(`${root}${file}`, 'utf8')
      expect(source).not.toMatch(/from '(node:|.*\/cli\/|@remix-run)|\bBuffer\b|\bprocess\b/)
    },
  )

  it.each(files)('keeps %s free of the library it is there to test', (file) => {
    expect(readFileSync(`${root}${file}`, 'utf8')).not.toMatch(/\/(core|query|hooks|components|server)\//)
  })

  it('loads a video only when one is asked for', () => {
    const statics = everywhere.filter((file) =>
      /^import .*\/(landscape|portrait|square)/m.test(readFileSync(`${root}${file}`, 'utf8')),
    )
    expect(statics).toEqual([])
  })
})
