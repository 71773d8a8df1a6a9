import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The page as an app would ship it: one minified file, React's production build. */
export async function buildPage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here('page/main.tsx')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfig: here('../../tsconfig.json'),
  })
  const [script] = outputFiles
  if (!script) throw new Error('esbuild wrote nothing.')
  return script.text
}
