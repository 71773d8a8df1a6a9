import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { filesIn, read, root } from './support/pages.js'

const skills = filesIn('skills', 'SKILL.md')

it('the skills have the form that TanStack Intent and agents expect', () => {
  const cli = `${root}node_modules/@tanstack/intent/dist/cli.mjs`
  const output = execFileSync(process.execPath, [cli, 'validate'], { cwd: root, encoding: 'utf8' })
  expect(output).toContain(`Validated ${skills.length} skill files`)
  expect(skills.length).toBeGreaterThan(4)
})

it('each skill names the version of the package, and only skills that exist', () => {
  const { version } = JSON.parse(read('package.json'))
  const names = skills.map((path) => path.split('/')[1])
  for (const path of skills) {
    const text = read(path)
    expect(/library_version: '(.+)'/.exec(text)?.[1], path).toBe(version)
    const named = [...text.matchAll(/skills? `([a-z-]+)`/g)].map(([, name]) => name)
    expect(
      named.filter((name) => !names.includes(name)),
      path,
    ).toEqual([])
  }
})
