import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { entryPointAliases } from './scripts/entry-points.js'

const fileAt = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Starting a worker takes longer than most of these files, so two workers run all of them, one after the other. What a
// test replaces is given back before the next one, also when the test failed.
const quick = {
  isolate: false,
  restoreMocks: true,
  unstubGlobals: true,
  maxWorkers: 2,
  testTimeout: 60_000,
  sequence: { groupOrder: 1 },
}

const hookTests = {
  environment: 'jsdom',
  include: ['test/{query,hooks,components,devtools}/**/*.test.{ts,tsx}', 'test/guides/**/*.test.tsx'],
  setupFiles: ['test/setup-dom.ts'],
  ...quick,
}

const inChromium = { environment: 'node', testTimeout: 60_000, hookTimeout: 60_000 }

/** Tests of single frames of a page, which other tests on the same processor would disturb. */
const ALONE = ['motion', 'player', 'poster'].map((name) => `test/browser/${name}.test.ts`)

/** The core journeys in the browsers that `BROWSERS` names. */
const journeys = {
  environment: 'node',
  include: ['test/browsers/**/*.test.ts'],
  testTimeout: 240_000,
  hookTimeout: 240_000,
}

/** Where `npm run test:canary` has installed the next peers. */
const { NEXT_PEERS } = process.env

/** Limits of CPU time and memory, which a busy machine exceeds: `npm run test:cost` runs them alone. */
const COST = 'test/server/create/refusalCost.test.ts'

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: entryPointAliases },
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{ai-sdk,core,schemas,server,testing,project,bench,guides,attack}/**/*.test.ts'],
          exclude: ['**/node_modules/**', COST],
          ...quick,
        },
      },
      {
        resolve: { alias: entryPointAliases },
        test: { name: 'cost', environment: 'node', include: [COST], maxWorkers: 1 },
      },
      { resolve: { alias: entryPointAliases }, test: { ...hookTests, name: 'hooks' } },
      // As each app is developed.
      {
        resolve: { alias: entryPointAliases },
        test: {
          ...hookTests,
          name: 'hooks in StrictMode',
          setupFiles: [...hookTests.setupFiles, 'test/setup-strict.ts'],
        },
      },
      // React 18 and the lowest TanStack Query that package.json names.
      hookTestsOn('oldest', fileAt('./test/oldest-peers/node_modules/')),
      // React's canary and the next TanStack Query, which `npm run test:canary` installs.
      ...(NEXT_PEERS === undefined ? [] : [hookTestsOn('next', `${NEXT_PEERS}/node_modules/`)]),
      ...(isSelected('stories') ? [await stories()] : []),
      {
        resolve: { alias: entryPointAliases },
        test: {
          ...inChromium,
          name: 'demo',
          include: ['test/{demo,browser}/**/*.test.ts'],
          exclude: ALONE,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
      {
        resolve: { alias: entryPointAliases },
        test: {
          ...inChromium,
          name: 'demo, one file at a time',
          include: ALONE,
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
        },
      },
      { resolve: { alias: entryPointAliases }, test: { ...journeys, name: 'browsers' } },
      // A part of `npm test`, so that they follow each change; the other browsers are not on every machine.
      {
        resolve: { alias: entryPointAliases },
        test: {
          ...journeys,
          name: 'journeys in Chromium',
          env: { BROWSERS: 'chromium' },
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
      {
        resolve: { alias: entryPointAliases },
        test: {
          name: 'examples',
          environment: 'node',
          include: ['test/examples/**/*.test.ts'],
          globalSetup: ['test/examples/support/prepareOnce.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias: entryPointAliases },
        test: {
          name: 'consumers',
          environment: 'node',
          include: ['test/consumers/*.test.ts'],
          globalSetup: ['test/consumers/support/packOnce.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})

/** The tests of the hooks on the peers in a folder, in place of the newest. */
function hookTestsOn(age: 'oldest' | 'next', folder: string): TestProjectConfiguration {
  // The first measures cost, which only the newest peers have to meet; the router and <Activity> need the newest React.
  const newestOnly = [
    'test/hooks/manyVideoTasks.test.tsx',
    'test/hooks/tanstackRouter.test.tsx',
    'test/components/hiddenForm.test.tsx',
    'test/hooks/cardsInActivity.test.tsx',
    'test/hooks/hooksInActivity.test.tsx',
  ]
  const testingLibrary = fileAt('./node_modules/@testing-library/react/dist/@testing-library/react.esm.js')
  return {
    resolve: {
      alias: [
        ...entryPointAliases,
        { find: /^(react|react-dom)(\/.*)?$/, replacement: `${folder}$1$2` },
        // Its ESM build, to whose imports of React these aliases apply.
        { find: /^@testing-library\/react$/, replacement: testingLibrary },
        { find: /^@tanstack\/react-query$/, replacement: `${folder}@tanstack/react-query` },
      ],
    },
    test: {
      ...hookTests,
      name: `hooks on the ${age} peers`,
      exclude: ['**/node_modules/**', ...newestOnly],
      server: { deps: { inline: [/@tanstack/, /@testing-library\/react/] } },
    },
  }
}

/** Whether this run may include a project: it names this one with `--project`, or none, or a pattern. */
function isSelected(project: string): boolean {
  const flag = '--project'
  const named = process.argv.flatMap((argument, index, all) =>
    argument === flag
      ? (all[index + 1] ?? [])
      : argument.startsWith(`${flag}=`)
        ? argument.slice(flag.length + 1)
        : [],
  )
  return named.length === 0 || named.some((pattern) => /^[*!]/.test(pattern) || pattern.startsWith(project))
}

/** The stories in Chromium. Loaded on demand: Storybook's plugin takes 3 s of CPU to load, whichever project runs. */
async function stories(): Promise<TestProjectConfiguration> {
  const { storybookTest } = await import('@storybook/addon-vitest/vitest-plugin')
  const { playwright } = await import('@vitest/browser-playwright')
  const { CHROMIUM_ARGS, findHeadlessShell } = await import('./scripts/browsers.js')
  const launchOptions = { executablePath: findHeadlessShell(), args: CHROMIUM_ARGS }
  return {
    plugins: [storybookTest({ configDir: fileURLToPath(new URL('./.storybook', import.meta.url)) })],
    test: {
      name: 'stories',
      setupFiles: ['test/looks/everyStory.ts'],
      isolate: false,
      sequence: { groupOrder: 2 },
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions }),
        instances: [{ browser: 'chromium' }],
      },
    },
  }
}
