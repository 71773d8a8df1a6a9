import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { type AliasOptions, build, type PluginOption } from 'vite'
import { entryPointAliases } from '../../scripts/entry-points.js'

const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css', html: 'text/html' }

interface BuildPageOptions {
  /** Headers of the responses. */
  headers?: Record<string, string> | undefined
  /** Beside the entry points of this package. */
  alias?: Extract<AliasOptions, readonly unknown[]>
  /** Beside React's. */
  plugins?: PluginOption[]
  /** Replaced in the code by name. */
  define?: Record<string, string>
}

/**
 * Builds a page for production: its few files load faster than from a development server.
 *
 * @param folder the folder of its `index.html`, with a slash at its end
 * @returns answers the requests for its files
 */
export async function buildPage(
  folder: URL,
  { headers, alias = [], plugins = [], define = {} }: BuildPageOptions = {},
): Promise<(request: Request) => Response> {
  const built = await build({
    configFile: false,
    root: fileURLToPath(folder),
    logLevel: 'error',
    mode: 'production',
    define,
    resolve: { alias: [...entryPointAliases, ...alias] },
    plugins: [react(), plugins],
    build: { write: false, modulePreload: false },
  })
  if (!('output' in built)) throw new Error('Vite did not build one page.')
  const files = new Map(
    built.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  )
  return (request) => {
    const { pathname } = new URL(request.url)
    const path = pathname === '/' ? '/index.html' : pathname
    const file = files.get(path)
    if (file === undefined) return new Response(null, { status: 404 })
    const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
    return new Response(String(file), { headers: { ...headers, 'content-type': type } })
  }
}
