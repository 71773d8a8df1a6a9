import babel from '@rolldown/plugin-babel'
import react, { reactCompilerPreset } from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const api = process.env.API_ORIGIN ?? ''

const compiler = reactCompilerPreset({
  // Code that it cannot compile fails the build.
  panicThreshold: 'all_errors',
  logger: { logEvent: (file, event) => console.log(event.kind, event.fnName) },
})

export default defineConfig({
  plugins: [react(), babel({ presets: [compiler] })],
  build: { sourcemap: true },
  preview: { proxy: { '/v1': api, '/files': api } },
})
