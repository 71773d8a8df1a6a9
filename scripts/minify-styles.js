import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'

const source = fileURLToPath(new URL('../src/components/styles.css', import.meta.url))

/**
 * Minifies the stylesheet for the package: no comments, no whitespace, no rewrites for older browsers.
 *
 * @returns {Promise<string>}
 */
export async function minifyStyles() {
  const { code } = await transform(readFileSync(source, 'utf8'), {
    loader: 'css',
    minify: true,
    target: 'esnext',
    legalComments: 'none',
  })
  return code
}
