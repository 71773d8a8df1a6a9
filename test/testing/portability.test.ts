import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../src/testing/', import.meta.url))
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const everywhere = files.filter((file) => !file.startsWith('cli/'))

describe('the emulator', () => {
  it.each(everywhere)(
    'has no import of Node or the command line in %s, which runs in browsers and workers',
    (file) => {
      const source = readFileSync(`${root}${file}`, 'utf8')
      expect(source).not.toMatch(/from '(node:|.*\/cli\/|@remix-run)|\bBuffer\b|\bprocess\b/)
    },
  )

  it.each(files)('has no import of the library under test in %s', (file) => {
    expect(readFileSync(`${root}${file}`, 'utf8')).not.toMatch(/\/(core|query|hooks|components|server)\//)
  })

  it('imports no clip statically', () => {
    const statics = everywhere.filter((file) =>
      /^import .*\/(landscape|portrait|square)/m.test(readFileSync(`${root}${file}`, 'utf8')),
    )
    expect(statics).toEqual([])
  })
})
