import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { faces } from '../../../scripts/faces.js'

/** Builds the app, since a page of a few files opens in no time; gives what its server answers. */
export async function buildPage(): Promise<(request: Request) => Response> {
  const built = await build({
    configFile: false,
    root: fileURLToPath(new URL('../app/', import.meta.url)),
    logLevel: 'error',
    mode: 'production',
    resolve: { alias: faces },
    plugins: [react()],
    build: { write: false, minify: false, modulePreload: false },
  })
  if (!('output' in built)) throw new Error('Vite built something other than one page.')
  const files = new Map(
    built.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  )
  return (request) => {
    const { pathname } = new URL(request.url)
    const isScript = pathname.endsWith('.js')
    const file = files.get(pathname === '/' ? '/index.html' : pathname)
    if (file === undefined) return new Response(null, { status: 404 })
    return new Response(String(file), {
      headers: { 'content-type': isScript ? 'text/javascript' : 'text/html' },
    })
  }
}
