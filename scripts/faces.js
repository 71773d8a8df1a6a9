import { fileURLToPath } from 'node:url'
import { faceNames } from './face-names.js'

/** @param {string} path */
const src = (path) => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

/** Vite aliases that make the package's entries resolve to their sources, so nothing here needs a build first. */
export const faces = [
  { find: /^react-video-task$/, replacement: src('index.ts') },
  { find: /^react-video-task\/styles\.css$/, replacement: src('components/styles.css') },
  { find: new RegExp(`^react-video-task/(${faceNames.join('|')})$`), replacement: src('$1.ts') },
]
