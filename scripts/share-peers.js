import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'

/** An import of React, its JSX runtime or TanStack Query, as esbuild writes it. */
const IMPORT = /^import \{([^}]*)\} from "(react|react\/jsx-runtime|@tanstack\/react-query)";$/gm

/**
 * Lets built modules that load together import React and TanStack Query through one module of their own. A bundle by
 * esbuild repeats an import statement for each module that has it, with a name of its own for each thing imported; other
 * bundlers join them.
 *
 * @param {string} shared path of the module to write
 * @param {string[]} paths of the modules that import through it
 * @param {{ path: string, names: Set<string> }[]} earlier modules of this kind, whose names are taken from there
 * @returns path and names of the module, for later ones
 */
export function sharePeers(shared, paths, earlier = []) {
  /** Where each name is from. React and its runtime have `Fragment`, which is one. @type {Map<string, string>} */
  const sources = new Map()
  for (const path of paths) {
    const code = readFileSync(path, 'utf8')
    const changed = code.replace(IMPORT, (_, specifiers, source) => {
      for (const specifier of specifiers.split(',')) {
        const [name] = specifier.trim().split(' as ')
        const known = earlier.find(({ names }) => names.has(name))
        if (!sources.has(name)) sources.set(name, known ? wayTo(known.path, shared) : source)
      }
      return `import {${specifiers}} from "${wayTo(shared, path)}";`
    })
    if (changed !== code) writeFileSync(path, changed)
  }
  /** @param {string} source */
  const namesOf = (source) => [...sources.keys()].filter((name) => sources.get(name) === source)
  const lines = [...new Set(sources.values())].map(
    (source) => `export { ${namesOf(source).join(', ')} } from "${source}";\n`,
  )
  writeFileSync(shared, lines.join(''))
  return { path: shared, names: new Set(sources.keys()) }
}

/**
 * The specifier by which one module imports another.
 *
 * @param {string} path
 * @param {string} from
 */
function wayTo(path, from) {
  const way = relative(dirname(from), path)
  return way.startsWith('.') ? way : `./${way}`
}
