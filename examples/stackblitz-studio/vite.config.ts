import { createRequestListener } from '@remix-run/node-fetch-server'
import react from '@vitejs/plugin-react'
import { createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { defineConfig, type Plugin } from 'vite'

// The emulator stands in for the API: no key, no network, no bill. It runs in Vite's own process, behind the real proxy.
const emulator = createVideoEmulator()
const proxy = createVideoProxy({
  apiKey: 'sk-emulator',
  fetch: emulator.fetch,
  authorize: () => true, // for a playground: check your session here before you deploy
  maxBodyBytes: 20_000_000, // for reference pictures
})
const listener = createRequestListener(proxy)

const videoApi: Plugin = {
  name: 'video-api',
  configureServer: ({ middlewares }) => {
    middlewares.use((request, response, next) =>
      request.url?.startsWith('/api/v1/') ? listener(request, response) : next(),
    )
  },
}

export default defineConfig({ plugins: [react(), videoApi] })
