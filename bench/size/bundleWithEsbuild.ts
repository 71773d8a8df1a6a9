import { build } from 'esbuild'
import type { Bundle } from './Bundle.js'
import { gzipBytes } from './gzipBytes.js'
import type { Subject } from './subjects.js'

/** Bundles code as an app for production does, with esbuild. */
export async function bundleWithEsbuild({ code, folder, external }: Subject): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: folder, sourcefile: 'app.js' },
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'error',
    external,
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.css': 'empty' },
    absWorkingDir: folder,
  })
  const scripts = new Map(outputFiles.map((file) => [file.path.slice(folder.length), file.contents]))
  const initial = new Set<string>()
  const visit = (path: string) => {
    if (initial.has(path)) return
    initial.add(path)
    for (const { path: next, kind, external } of metafile.outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external) visit(next)
    }
  }
  for (const [path, { entryPoint }] of Object.entries(metafile.outputs))
    if (entryPoint === 'app.js') visit(path)
  const bundle: Bundle = { initial: 0, lazy: 0 }
  for (const [path, contents] of scripts)
    bundle[initial.has(path) ? 'initial' : 'lazy'] += gzipBytes(contents)
  return bundle
}
