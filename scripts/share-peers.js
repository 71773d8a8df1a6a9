import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'

/** An import of React, its JSX runtime or TanStack Query, as esbuild writes it. */
const IMPORT = /^import \{([^}]*)\} from "(react|react\/jsx-runtime|@tanstack\/react-query)";$/gm

/**
 * Lets the built modules of a folder import React and TanStack Query through one module of their own. A bundle by esbuild
 * repeats an import statement for each module that has it, with a name of its own for each thing imported; other bundlers
 * join them.
 *
 * @param {string} folder
 */
export function sharePeers(folder) {
  /** The package of each name. React and its runtime have `Fragment`, which is one. @type {Map<string, string>} */
  const sources = new Map()
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const path of paths.filter((path) => path.endsWith('.js'))) {
    const code = readFileSync(`${folder}/${path}`, 'utf8')
    const shared = code.replace(IMPORT, (_, specifiers, source) => {
      for (const specifier of specifiers.split(',')) {
        const [name] = specifier.trim().split(' as ')
        if (!sources.has(name)) sources.set(name, source)
      }
      return `import {${specifiers}} from "${relative(dirname(path), '.') || '.'}/peers.js";`
    })
    if (shared !== code) writeFileSync(`${folder}/${path}`, shared)
  }
  /** @param {string} source */
  const namesOf = (source) => [...sources.keys()].filter((name) => sources.get(name) === source)
  const lines = [...new Set(sources.values())].map(
    (source) => `export { ${namesOf(source).join(', ')} } from "${source}";\n`,
  )
  writeFileSync(`${folder}/peers.js`, lines.join(''))
}
