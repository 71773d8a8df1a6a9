import { nodeResolve } from '@rollup/plugin-node-resolve'
import { type OutputChunk, type Plugin, rollup } from 'rollup'
import type { Bundle } from './Bundle.js'
import { gzipBytes } from './gzipBytes.js'
import { commonjs, json, replace, terser } from './rollupPlugins.js'
import type { Subject } from './subjects.js'

/** The code as a file in its folder, from where its imports are found. */
function entry({ code, folder }: Subject): Plugin {
  const id = `${folder}app.js`
  return {
    name: 'entry',
    resolveId: (source) => (source === id ? id : undefined),
    load: (source) => (source === id ? code : source.endsWith('.css') ? '' : undefined),
  }
}

/** Bundles code as an app for production does, with rollup and terser. */
export async function bundleWithRollup(subject: Subject): Promise<Bundle> {
  const isExternal = (source: string) =>
    subject.external.some((name) => source === name || source.startsWith(`${name}/`))
  const build = await rollup({
    input: `${subject.folder}app.js`,
    external: isExternal,
    plugins: [
      entry(subject),
      replace({ preventAssignment: true, values: { 'process.env.NODE_ENV': '"production"' } }),
      nodeResolve({ browser: true, preferBuiltins: false, exportConditions: ['production'] }),
      commonjs(),
      json(),
    ],
    onLog: (level, log, handler) => {
      // What a bundle of one page may ignore: directives, and cycles in others' packages.
      if (
        ![
          'MODULE_LEVEL_DIRECTIVE',
          'CIRCULAR_DEPENDENCY',
          'THIS_IS_UNDEFINED',
          'SOURCEMAP_ERROR',
          'INVALID_ANNOTATION',
          'EVAL',
        ].includes(log.code ?? '')
      )
        handler(level, log)
    },
  })
  const { output } = await build.generate({ format: 'esm', plugins: [terser({ ecma: 2020, module: true })] })
  await build.close()
  const chunks = new Map(
    output
      .filter((file): file is OutputChunk => file.type === 'chunk')
      .map((chunk) => [chunk.fileName, chunk]),
  )
  const initial = new Set<string>()
  const visit = (name: string) => {
    const chunk = chunks.get(name)
    if (!chunk || initial.has(name)) return
    initial.add(name)
    chunk.imports.forEach(visit)
  }
  for (const { isEntry, fileName } of chunks.values()) if (isEntry) visit(fileName)
  const bundle: Bundle = { initial: 0, lazy: 0 }
  for (const { fileName, code } of chunks.values())
    bundle[initial.has(fileName) ? 'initial' : 'lazy'] += gzipBytes(code)
  return bundle
}
