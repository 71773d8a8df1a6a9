import { fileURLToPath } from 'node:url'
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { CHROMIUM_ARGS, findHeadlessShell } from './scripts/browsers.js'
import { entryPointAliases } from './scripts/entry-points.js'

const oldest = (path: string) =>
  fileURLToPath(new URL(`./test/oldest-peers/node_modules/${path}`, import.meta.url))

// Most of the time of these files goes into starting: each worker takes one file after the other, two at a time.
const quick = { isolate: false, maxWorkers: 2, testTimeout: 30_000, sequence: { groupOrder: 1 } }

const hookTests = {
  environment: 'jsdom',
  include: ['test/{query,hooks,components}/**/*.test.{ts,tsx}', 'test/guides/**/*.test.tsx'],
  setupFiles: ['test/setup-dom.ts'],
  ...quick,
}

const inChromium = { environment: 'node', testTimeout: 60_000, hookTimeout: 60_000 }

/** What looks at single frames of a page needs the processor for itself. */
const ALONE = ['test/browser/player.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: entryPointAliases },
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{core,server,testing,project,bench,guides}/**/*.test.ts'],
          ...quick,
        },
      },
      { resolve: { alias: entryPointAliases }, test: { ...hookTests, name: 'hooks' } },
      {
        // The same tests on the oldest peers: React 18 and the lowest TanStack Query that package.json names.
        resolve: {
          alias: [
            ...entryPointAliases,
            { find: /^react$/, replacement: oldest('react') },
            { find: /^react\/(.*)$/, replacement: oldest('react/$1') },
            { find: /^react-dom$/, replacement: oldest('react-dom') },
            { find: /^react-dom\/(.*)$/, replacement: oldest('react-dom/$1') },
            // Its ESM build, whose imports of React these aliases can reach.
            {
              find: /^@testing-library\/react$/,
              replacement: fileURLToPath(
                new URL(
                  './node_modules/@testing-library/react/dist/@testing-library/react.esm.js',
                  import.meta.url,
                ),
              ),
            },
            { find: /^@tanstack\/react-query$/, replacement: oldest('@tanstack/react-query') },
          ],
        },
        test: {
          ...hookTests,
          name: 'hooks on the oldest peers',
          // A thousand at once is a matter of cost, which the newest peers alone are held to; and the router brings the newest React.
          exclude: [
            '**/node_modules/**',
            'test/hooks/manyVideoTasks.test.tsx',
            'test/hooks/tanstackRouter.test.tsx',
          ],
          server: { deps: { inline: [/@tanstack/, /@testing-library\/react/] } },
        },
      },
      {
        plugins: [storybookTest({ configDir: fileURLToPath(new URL('./.storybook', import.meta.url)) })],
        test: {
          name: 'stories',
          isolate: false,
          sequence: { groupOrder: 2 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: findHeadlessShell(), args: CHROMIUM_ARGS },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
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
      {
        resolve: { alias: entryPointAliases },
        test: {
          name: 'browsers',
          environment: 'node',
          include: ['test/browsers/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
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
