import { writeFileSync } from 'node:fs'
import { defineConfig } from 'tsup'
import { minifyStyles } from './scripts/minify-styles.js'
import { shareReact } from './scripts/share-react.js'

// Not bundled: 'use client' stays on the files that need it, server components can call the option factories, and several
// imported entry points share one copy of each error class. tsc writes the declarations, also a file each.
export default defineConfig({
  entry: ['src/**/*.{ts,tsx}'],
  bundle: false,
  format: 'esm',
  target: 'es2022',
  clean: true,
  onSuccess: async () => {
    shareReact('dist/components')
    writeFileSync('dist/components/styles.css', await minifyStyles())
    // TypeScript 6 reports a side-effect import without a declaration.
    writeFileSync('dist/components/styles.css.d.ts', 'export {}\n')
  },
})
