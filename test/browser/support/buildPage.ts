import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { entryPointAliases } from '../../../scripts/entry-points.js'

const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css', html: 'text/html' }

/**
 * Builds a page of this folder for production; a page of a few files loads faster than from a development server.
 *
 * @returns answers the requests for its files
 */
export async function buildPage(
  name: string,
  headers: Record<string, string> = {},
): Promise<(request: Request) => Response> {
  const built = await build({
    configFile: false,
    root: fileURLToPath(new URL(`../${name}/`, import.meta.url)),
    logLevel: 'error',
    mode: 'production',
    resolve: { alias: entryPointAliases },
    plugins: [react()],
    build: { write: false, modulePreload: false },
  })
  if (!('output' in built)) throw new Error('Vite built something other than one page.')
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
