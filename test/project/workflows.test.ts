import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const { scripts, engines } = JSON.parse(read('package.json'))

const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
})
const workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  concurrency: z.object({ group: z.string(), 'cancel-in-progress': z.boolean().optional() }),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.record(z.string(), z.string()).optional(),
      strategy: z
        .object({ matrix: z.record(z.string(), z.array(z.union([z.string(), z.number()]))) })
        .optional(),
      steps: z.array(step),
    }),
  ),
})

const folder = '.github/workflows'
const workflows = readdirSync(`${root}${folder}`).map((file) => ({
  file,
  ...workflow.parse(parse(read(`${folder}/${file}`))),
}))
const find = (name: string) => workflows.find(({ file }) => file === name)

/** The commands of a workflow's steps, one for each value of a matrix. */
const commandsOf = ({ jobs }: z.infer<typeof workflow>) =>
  Object.values(jobs).flatMap(({ steps, strategy }) =>
    steps.flatMap(({ run = '' }) => {
      const variable = /\$\{\{ matrix\.(\w+) \}\}/.exec(run)
      const values = strategy?.matrix[variable?.[1] ?? ''] ?? ['']
      return values.map((value) => (variable ? run.replace(variable[0], String(value)) : run))
    }),
  )

const scriptsIn = (text: string) =>
  [...text.matchAll(/npm (?:run )?((?!ci\b|publish\b)[a-z][a-z:-]*)/g)].flatMap(([, name]) => name ?? [])

describe.each(workflows)('the workflow $file', (each) => {
  it('runs only scripts that exist', () => {
    const named = commandsOf(each).flatMap(scriptsIn)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  it('has read access to the code only, unless a job requests more', () => {
    expect(each.permissions).toEqual({ contents: 'read' })
  })

  it("uses GitHub's own actions only, each pinned to a major version", () => {
    const used = Object.values(each.jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []))
    expect(used.filter((name) => !/^actions\/[a-z-]+@v\d+$/.test(name))).toEqual([])
  })
})

it('ci.yml runs on each even major of Node from the lowest that engines allows', () => {
  const lowest = Number(/^>=(\d+)/.exec(engines.node)?.[1])
  const check = find('ci.yml')?.jobs['check']
  expect(check?.strategy?.matrix['node']).toEqual([lowest, lowest + 2, lowest + 4])
  expect(check?.steps.some((each) => each.with?.['node-version'] === '${{ matrix.node }}')).toBe(true)
  expect(read('.nvmrc').trim()).toBe(String(lowest))
})

it('ci.yml runs .ci/run, which includes the release check, and the examples and consumer tests', () => {
  const ci = find('ci.yml')
  expect(ci && commandsOf(ci)).toEqual(
    expect.arrayContaining(['bash .ci/run', 'npm run test:examples', 'npm run test:consumers']),
  )
  expect(ci?.concurrency['cancel-in-progress']).toBe(true)
  expect(scriptsIn(read('.ci/run'))).toEqual(
    expect.arrayContaining(['lint', 'typecheck', 'test', 'release:check']),
  )
  expect(scriptsIn(read('.ci/run')).filter((name) => !(name in scripts))).toEqual([])
})

it('release.yml publishes only what release:check accepts, and without a token', () => {
  const release = find('release.yml')
  const commands = release ? commandsOf(release) : []
  const check = commands.indexOf('npm run release:check -- --publish')
  expect(check).toBeGreaterThan(-1)
  expect(commands.slice(check + 1)).toEqual(['npm run release:pack', 'npm publish react-video-task-*.tgz'])
  expect(release?.jobs['publish']?.permissions).toEqual({ contents: 'read', 'id-token': 'write' })
  expect(read(`${folder}/release.yml`)).not.toMatch(/secrets\.|token:(?! write)/i)
})

it('docs.yml deploys the folder that npm run docs writes once its links are checked, with no more rights than that needs', () => {
  const { permissions, steps = [] } = find('docs.yml')?.jobs['deploy'] ?? {}
  expect(permissions).toEqual({ contents: 'read', pages: 'write', 'id-token': 'write' })
  expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['npm ci', 'npm run docs', 'npm run check:site'])
  expect(steps.findIndex(({ run }) => run === 'npm run check:site')).toBeLessThan(
    steps.findIndex(({ uses }) => uses?.startsWith('actions/upload-pages-artifact')),
  )
  const folder = steps.find(({ uses }) => uses?.startsWith('actions/upload-pages-artifact'))?.with?.['path']
  expect(scripts['build-storybook']).toMatch(/storybook build$/)
  expect(folder).toBe('storybook-static')
})
