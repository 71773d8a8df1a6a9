import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'

const source = fileURLToPath(new URL('../src/components/styles.css', import.meta.url))

/**
 * The stylesheet as it is published: without comments and blanks, nothing rewritten for older browsers.
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
