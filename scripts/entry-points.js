import { fileURLToPath } from 'node:url'

/** The package's entry points that hold code, each by the name of its source in `src`; `index` is the package's own name. */
export const entryPoints = [
  'index',
  'ai-sdk',
  'client',
  'components',
  'devtools',
  'messages',
  'schemas',
  'server',
  'tabs',
  'testing',
]

/** Vite aliases that resolve the package's entry points to their sources, so that no test needs a build first. */
export const entryPointAliases = [
  { find: /^react-video-task$/, replacement: source('index.ts') },
  { find: /^react-video-task\/styles\.css$/, replacement: source('components/styles.css') },
  { find: new RegExp(`^react-video-task/(${entryPoints.join('|')})$`), replacement: source('$1.ts') },
]

/**
 * @param {string} path inside `src`
 * @returns {string} the path on this machine
 */
function source(path) {
  return fileURLToPath(new URL(`../src/${path}`, import.meta.url))
}
