import js from '@eslint/js'
import globals from 'globals'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { entryPoints } from './scripts/entry-points.js'

/** The layers of `src`, and the layers that each may import. */
const LAYERS = {
  core: [],
  query: ['core'],
  hooks: ['core', 'query'],
  components: ['core', 'query', 'hooks'],
  devtools: ['core', 'query', 'hooks'],
  schemas: ['core'],
  server: ['core'],
  testing: [],
  'ai-sdk': ['core'],
}

/** Packages that a layer must not load: it runs where they do not exist, or they would cost a browser too many bytes. */
const FORBIDDEN_PACKAGES = {
  core: ['react', 'react/*', 'react-dom', '@tanstack/*', 'node:*', 'zod', 'zod/*'],
  query: ['react', 'react/*', 'react-dom', 'node:*', 'zod', 'zod/*'],
  hooks: ['node:*', 'zod', 'zod/*'],
  components: ['node:*', 'zod', 'zod/*'],
  devtools: ['react-dom', 'node:*', 'zod', 'zod/*'],
  schemas: ['react', 'react/*', 'react-dom', '@tanstack/*', 'node:*'],
  server: ['react', 'react/*', 'react-dom', '@tanstack/*', 'node:*'],
  testing: ['react', 'react/*', 'react-dom', '@tanstack/*', 'vitest', 'msw'],
  'ai-sdk': ['react', 'react/*', 'react-dom', '@tanstack/*', 'node:*', 'zod', 'zod/*', 'ai', '@ai-sdk/*'],
}

const layerRules = Object.entries(LAYERS).map(([layer, allowed]) => ({
  files: [`src/${layer}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [{ name: 'zod', message: "Import from 'zod/mini': 'zod' keeps every locale in the bundle." }],
        patterns: [
          {
            group: Object.keys(LAYERS)
              .filter((other) => other !== layer && !allowed.includes(other))
              .map((other) => `**/${other}/**`),
            message: `Imports go down the layers: src/${layer} may import ${allowed.join(', ') || 'no other layer'}.`,
          },
          {
            group: entryPoints.map((name) => `**/../${name}.js`),
            message: 'Entry points re-export. Nothing inside src imports one.',
          },
          { group: FORBIDDEN_PACKAGES[layer], message: `src/${layer} must load where this does not exist.` },
          {
            group: ['react-video-task', 'react-video-task/*'],
            message: 'Inside src, import the module by its path.',
          },
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
  { files: ['src/**', 'bench/**', 'scripts/**'], rules: { 'max-lines': ['error', { max: 250 }] } },
  {
    files: ['src/**'],
    rules: {
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[source.value='zod/mini'] > ImportSpecifier",
          message: 'Import * as z: the named export z is one object that holds every locale.',
        },
        {
          selector: "CallExpression[callee.property.name='addEventListener'] Property[key.name='signal']",
          message:
            'Use removeEventListener: under Jest, jsdom takes no signal of the AbortController that fetch needs.',
        },
        {
          selector: "TSTypeReference[typeName.name='Uint8Array'][typeArguments]",
          message:
            'Use the type Bytes: TypeScript before 5.7 cannot read this in the declarations of the package.',
        },
      ],
    },
  },
  {
    // These layers run anywhere: what one environment has is injected, or feature-tested through globalThis.
    files: ['src/core/**', 'src/query/**', 'src/schemas/**', 'src/server/**', 'src/ai-sdk/**'],
    rules: { 'no-restricted-globals': ['error', 'window', 'document', 'localStorage', 'process', 'Buffer'] },
  },
  ...layerRules,
  { files: ['**/*.{cjs,cts}'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  // Bundlers replace process.env.NODE_ENV, so that a production build ships no warning.
  { files: ['src/query/pollVideoTask.ts'], rules: { 'no-restricted-globals': 'off' } },
)
