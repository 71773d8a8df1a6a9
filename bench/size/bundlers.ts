import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type Commonjs from '@rollup/plugin-commonjs'
import type Json from '@rollup/plugin-json'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import type Replace from '@rollup/plugin-replace'
import type Terser from '@rollup/plugin-terser'
import { build } from 'esbuild'
import { type OutputChunk, type Plugin, rollup } from 'rollup'
import type { Subject } from './subjects.js'

/** The gzipped size of a bundle, in bytes. */
interface BundleSize {
  /** Before the page runs: the entry and its static imports. */
  initial: number
  /** The rest, which `import()` loads later or never. */
  lazy: number
}

/** The sizes of one subject, by bundler. */
export interface SubjectSize {
  name: string
  esbuild: BundleSize
  rollup: BundleSize
}

/** Bundles a subject for production with both bundlers and measures the result. */
export async function measureSubject(subject: Subject): Promise<SubjectSize> {
  return {
    name: subject.name,
    esbuild: await bundleWithEsbuild(subject),
    rollup: await bundleWithRollup(subject),
  }
}

/** The larger of the two bundles: a budget holds for both bundlers. */
export const initialBytes = ({ esbuild, rollup }: SubjectSize): number =>
  Math.max(esbuild.initial, rollup.initial)

/** The larger of what the two bundles load later. */
export const lazyBytes = ({ esbuild, rollup }: SubjectSize): number => Math.max(esbuild.lazy, rollup.lazy)

async function bundleWithEsbuild({ code, folder, external }: Subject): Promise<BundleSize> {
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
    // Without this project's own, whose paths lead to the sources instead of the package as it was built.
    tsconfigRaw: '{}',
  })
  const entries = Object.keys(metafile.outputs).filter(
    (path) => metafile.outputs[path]?.entryPoint === 'app.js',
  )
  return sizeOf(
    new Map(outputFiles.map((file) => [file.path.slice(folder.length), file.contents])),
    entries,
    (path) =>
      (metafile.outputs[path]?.imports ?? [])
        .filter(({ kind, external }) => kind === 'import-statement' && !external)
        .map((imported) => imported.path),
  )
}

/** What the bundle of one page may ignore: directives, and circles in other packages. */
const IGNORED_LOGS = [
  'MODULE_LEVEL_DIRECTIVE',
  'CIRCULAR_DEPENDENCY',
  'THIS_IS_UNDEFINED',
  'SOURCEMAP_ERROR',
  'INVALID_ANNOTATION',
  'EVAL',
]

async function bundleWithRollup(subject: Subject): Promise<BundleSize> {
  const bundle = await rollup({
    input: `${subject.folder}app.js`,
    external: (source) => subject.external.some((name) => source === name || source.startsWith(`${name}/`)),
    plugins: [
      entryPlugin(subject),
      replace({ preventAssignment: true, values: { 'process.env.NODE_ENV': '"production"' } }),
      nodeResolve({ browser: true, preferBuiltins: false, exportConditions: ['production'] }),
      commonjs(),
      json(),
    ],
    onLog: (level, log, handler) => {
      if (!IGNORED_LOGS.includes(log.code ?? '')) handler(level, log)
    },
  })
  const { output } = await bundle.generate({ format: 'esm', plugins: [terser({ ecma: 2020, module: true })] })
  await bundle.close()
  const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk')
  return sizeOf(
    new Map(chunks.map(({ fileName, code }) => [fileName, code])),
    chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName),
    (name) => chunks.find(({ fileName }) => fileName === name)?.imports ?? [],
  )
}

/** Provides the subject's code as a file of its folder, from which its imports resolve. */
function entryPlugin({ code, folder }: Subject): Plugin {
  const id = `${folder}app.js`
  return {
    name: 'entry',
    resolveId: (source) => (source === id ? id : undefined),
    load: (source) => (source === id ? code : source.endsWith('.css') ? '' : undefined),
  }
}

/** Sums the gzipped files that the entries import statically, and the others. */
function sizeOf(
  files: Map<string, string | Uint8Array>,
  entries: string[],
  importsOf: (file: string) => string[],
): BundleSize {
  const initial = new Set<string>()
  const visit = (file: string) => {
    if (initial.has(file) || !files.has(file)) return
    initial.add(file)
    importsOf(file).forEach(visit)
  }
  entries.forEach(visit)
  const size: BundleSize = { initial: 0, lazy: 0 }
  for (const [file, contents] of files) {
    size[initial.has(file) ? 'initial' : 'lazy'] += gzipSync(contents, { level: 9 }).byteLength
  }
  return size
}

const require = createRequire(import.meta.url)

// Loaded as CommonJS, which their declarations describe: for their ES modules these have one `default` too many.
const commonjsModule: typeof Commonjs = require('@rollup/plugin-commonjs')
const jsonModule: typeof Json = require('@rollup/plugin-json')
const replaceModule: typeof Replace = require('@rollup/plugin-replace')
const terserModule: typeof Terser = require('@rollup/plugin-terser')
const { default: commonjs } = commonjsModule
const { default: json } = jsonModule
const { default: replace } = replaceModule
const { default: terser } = terserModule
