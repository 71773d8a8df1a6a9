import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const api = process.env.API_ORIGIN ?? ''

export default defineConfig({
  plugins: [react()],
  preview: { proxy: { '/v1': api, '/files': api } },
})
