import { fileURLToPath } from 'node:url'

/** @param {string} path */
const src = (path) => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

/** Vite aliases that make the package's entries resolve to their sources, so nothing here needs a build first. */
export const faces = [
  { find: /^react-video-task$/, replacement: src('index.ts') },
  { find: /^react-video-task\/styles\.css$/, replacement: src('components/styles.css') },
  { find: /^react-video-task\/(client|components|messages|server|tabs|testing)$/, replacement: src('$1.ts') },
]
