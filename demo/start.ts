// Behind `npm run demo`: the emulated API, or the real one where COMETAPI_KEY is set, our proxy, and the page.
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { createServer } from 'vite'
import { entryPointAliases } from '../scripts/entry-points.js'
import { readOptions } from './readOptions.js'
import { startEmulator } from './startEmulator.js'
import { videoProxy } from './videoProxy.js'

const { port, duration } = readOptions(process.argv.slice(2))
const realKey = process.env['COMETAPI_KEY']
const apiKey = realKey ?? 'sk-emulator'
const emulator = realKey ? undefined : await startEmulator({ apiKey, duration })

const vite = await createServer({
  configFile: false,
  root: fileURLToPath(new URL('.', import.meta.url)),
  mode: emulator ? 'emulated' : 'real',
  logLevel: 'warn',
  resolve: { alias: entryPointAliases },
  plugins: [react(), videoProxy({ apiKey, baseURL: emulator?.baseURL ?? process.env['COMETAPI_BASE_URL'] })],
  server: { port, strictPort: true, host: '127.0.0.1' },
})

async function end(code: number): Promise<never> {
  emulator?.server.close()
  emulator?.server.closeAllConnections()
  await vite.close()
  process.exit(code)
}

try {
  await vite.listen()
} catch (error) {
  const isTaken = error instanceof Error && /in use|EADDRINUSE/.test(error.message)
  console.error(
    isTaken ? `Port ${port} is taken. Free it, or choose another: npm run demo -- --port ${port + 1}` : error,
  )
  await end(1)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0))

const api = emulator
  ? `an emulated API (a video takes ${duration / 1_000} s)`
  : 'the real API (every video is billed)'
console.log(`\n  ${vite.resolvedUrls?.local[0] ?? ''}\n\n  The demo runs on ${api}. Ctrl-C ends it.\n`)
