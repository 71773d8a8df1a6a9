import { writeFileSync } from 'node:fs'
import { defineConfig } from 'tsup'
import { minifyStyles } from './scripts/minify-styles.js'

// Not bundled: 'use client' stays on the files that need it, the option factories stay callable in
// server components, and there is one copy of every error class however many entries are imported.
// Declarations come from tsc, file by file as well.
export default defineConfig({
  entry: ['src/**/*.{ts,tsx}'],
  bundle: false,
  format: 'esm',
  target: 'es2022',
  clean: true,
  onSuccess: async () => {
    writeFileSync('dist/components/styles.css', await minifyStyles())
    // TypeScript 6 asks what an import for its effect resolves to, and without a bundler's types nothing tells it.
    writeFileSync('dist/components/styles.css.d.ts', 'export {}\n')
  },
})
