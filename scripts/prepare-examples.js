// Builds and packs this package, unpacks it where the examples resolve it, and builds the pages they serve: `npm run
// prepare:examples`. Their tests run it too.
import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { packPackage } from './pack-package.js'

const root = new URL('../', import.meta.url).pathname
const tarball = `${root}examples/react-video-task.tgz`
const unpacked = `${root}examples/node_modules/react-video-task`

export async function prepareExamples() {
  renameSync(packPackage(`${root}examples`), tarball)
  rmSync(unpacked, { recursive: true, force: true })
  mkdirSync(unpacked, { recursive: true })
  // Its dependencies resolve to this project's node_modules.
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', unpacked])
  await buildPage('page', 'dist')
  await buildPage('studio/page', '../dist')
}

/**
 * @param {string} folder in `examples`
 * @param {string} outDir relative to it
 */
async function buildPage(folder, outDir) {
  await build({
    configFile: false,
    root: `${root}examples/${folder}`,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir, emptyOutDir: true },
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await prepareExamples()
  console.log('The examples are ready.')
}
