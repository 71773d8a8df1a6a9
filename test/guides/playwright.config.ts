import { defineConfig } from 'playwright/test'

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  // Time is real here, including the polling intervals.
  timeout: 120_000,
  expect: { timeout: 90_000 },
  use: { baseURL: 'http://127.0.0.1:5173' },
  webServer: [
    { command: 'npx video-task-emulator --port 8787 --duration 3', port: 8787 },
    {
      // Your app, whose proxy reads `apiKey` and `baseURL` from the environment.
      command: 'npm run dev',
      port: 5173,
      env: { COMETAPI_KEY: 'sk-emulator', COMETAPI_BASE_URL: 'http://127.0.0.1:8787/v1' },
    },
  ],
})
