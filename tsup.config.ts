import { readdirSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { defineConfig } from 'tsup'
import { minifyStyles } from './scripts/minify-styles.js'
import { sharePeers } from './scripts/share-peers.js'

/**
 * Modules that load later and have copies of their helpers. None of these keeps a state or throws, unless a part that loads
 * later is the only one to have it.
 */
const LATER_PARTS = [
  'components/actions/Menu.tsx',
  'components/actions/pageDownload.ts',
  'components/messages/announcements.ts',
  'components/messages/errorParts.ts',
  'core/client/otherAnswers.ts',
  'core/content/bytes.ts',
  'core/content/contentStream.ts',
  'hooks/source/playbackRecovery.ts',
]

/** What every watch of a task loads. */
const QUERY_MODULES = ['videoTaskOptions', 'pollVideoTask', 'requestQueue', 'batchCacheWrites']

// Not bundled: 'use client' stays on the files that need it, server components can call the option factories, and several
// imported entry points share one copy of each error class. tsc writes the declarations, also a file each.
export default defineConfig({
  entry: ['src/**/*.{ts,tsx}'],
  bundle: false,
  format: 'esm',
  target: 'es2022',
  clean: true,
  onSuccess: async () => {
    // Apart from the hooks: a server component may load the queries.
    sharePeers(
      'dist/query/peers.js',
      QUERY_MODULES.map((name) => `dist/query/${name}.js`),
    )
    const hooks = sharePeers('dist/hooks/peers.js', [
      'dist/hooks/VideoTaskProvider.js',
      'dist/hooks/useVideoTask.js',
    ])
    const playback = ['dist/hooks/source/usePlayback.js', 'dist/hooks/useLaterPart.js']
    const source = sharePeers('dist/hooks/source/peers.js', playback, [hooks])
    const components = readdirSync('dist/components', { recursive: true, encoding: 'utf8' })
    // The actions of public links alone send a mutation, which no other page is to load.
    const paths = components.filter((path) => path.endsWith('.js') && !path.endsWith('ShareActions.js'))
    sharePeers(
      'dist/components/peers.js',
      paths.map((path) => `dist/components/${path}`),
      [hooks, source],
    )
    // Load later, so they have copies of their helpers: what they imported, bundlers would make a further file of each page.
    await build({
      entryPoints: LATER_PARTS.map((part) => `src/${part}`),
      outbase: 'src',
      outdir: 'dist',
      bundle: true,
      packages: 'external',
      jsx: 'automatic',
      format: 'esm',
      target: 'es2022',
    })
    writeFileSync('dist/components/styles.css', await minifyStyles())
    // TypeScript 6 reports a side-effect import without a declaration.
    writeFileSync('dist/components/styles.css.d.ts', 'export {}\n')
  },
})
