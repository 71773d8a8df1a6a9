import js from '@eslint/js'
import globals from 'globals'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { faceNames } from './scripts/face-names.js'

const FLOORS = ['core', 'query', 'hooks', 'components', 'server', 'testing']

/** What each folder of `src` may import from its neighbours; everything else is up or sideways. */
const MAY_IMPORT = {
  core: [],
  query: ['core'],
  hooks: ['core', 'query'],
  components: ['core', 'query', 'hooks'],
  server: ['core'],
  testing: ['core'],
}

/** Packages a folder must never load: its entry runs where they do not exist, or a browser would load them for little. */
const NO_PACKAGES = {
  core: ['react', 'react/*', 'react-dom', '@tanstack/*', 'node:*', 'zod', 'zod/*'],
  query: ['react', 'react/*', 'react-dom', 'node:*', 'zod', 'zod/*'],
  hooks: ['node:*', 'zod', 'zod/*'],
  components: ['node:*', 'zod', 'zod/*'],
  server: ['react', 'react/*', 'react-dom', '@tanstack/*', 'node:*'],
  testing: ['react', 'react/*', 'react-dom', '@tanstack/*', 'vitest', 'msw'],
}

const floors = Object.entries(MAY_IMPORT).map(([floor, allowed]) => ({
  files: [`src/${floor}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [{ name: 'zod', message: "Import from 'zod/mini': 'zod' keeps every locale in the bundle." }],
        patterns: [
          {
            group: FLOORS.filter((f) => f !== floor && !allowed.includes(f)).map((f) => `**/${f}/**`),
            message: `Imports go down the floors: src/${floor} may import ${allowed.join(', ') || 'nothing'}.`,
          },
          {
            group: faceNames.map((face) => `**/../${face}.js`),
            message: 'A face re-exports; nothing inside src imports it.',
          },
          { group: NO_PACKAGES[floor], message: `src/${floor} must load where this does not exist.` },
          { group: ['react-video-task', 'react-video-task/*'], message: 'Inside src, import the file.' },
        ],
      },
    ],
  },
}))

export default defineConfig(
  globalIgnores([
    '**/dist',
    '**/.next',
    'examples/nextjs/next-env.d.ts',
    'storybook-static',
    'coverage',
    '**/node_modules',
    'stories/public',
    '.vitest-attachments',
  ]),
  js.configs.recommended,
  tseslint.configs.strict,
  reactHooks.configs.flat['recommended-latest'],
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-console': 'off',
    },
  },
  {
    files: ['src/**'],
    rules: { 'max-lines': ['error', { max: 250 }], 'no-console': ['error', { allow: ['warn', 'error'] }] },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[source.value='zod/mini'] > ImportSpecifier",
          message: 'Import * as z: the named z is one object, every locale in it.',
        },
      ],
    },
  },
  {
    // The floors that must run anywhere: what belongs to one environment is injected or feature-tested through globalThis.
    files: ['src/core/**', 'src/query/**', 'src/server/**'],
    rules: { 'no-restricted-globals': ['error', 'window', 'document', 'localStorage', 'process', 'Buffer'] },
  },
  ...floors,
  { files: ['**/*.{cjs,cts}'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  // Bundlers replace it, so that a production build ships no warning.
  { files: ['src/query/pollVideoTask.ts'], rules: { 'no-restricted-globals': 'off' } },
)
