import { existsSync } from 'node:fs'
import type { StorybookConfig } from '@storybook/react-vite'
import tailwindcss from '@tailwindcss/vite'
import { mergeConfig, type UserConfig } from 'vite'
import { entryPointAliases } from '../scripts/entry-points.js'
import { withPageTexts } from './pageTexts.js'

const pages = new URL('../stories/docs/pages', import.meta.url)

// Storybook names the hook of its manifests, but not in the type of this file.
const config: StorybookConfig & { experimental_manifests: typeof withPageTexts } = {
  framework: '@storybook/react-vite',
  stories: [
    { directory: '../stories', files: '*.stories.tsx', titlePrefix: 'Components' },
    // Made by `npm run docs:pages`.
    ...(existsSync(pages) ? ['../stories/docs/pages/*.mdx'] : []),
  ],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  // manifests/: the components with their props and stories, and the pages, for agents and the MCP addon.
  features: { componentsManifest: true },
  experimental_manifests: withPageTexts,
  staticDirs: [
    // Holds MSW's service worker, through which the emulator answers what a <video> asks for, and llms.txt.
    '../stories/public',
    // What the guides link to and show.
    { from: '../docs', to: '/docs' },
    { from: '../bench/charts', to: '/bench/charts' },
  ],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) => {
    const config: UserConfig = {
      // For the story in the manner of shadcn/ui alone: no reset, only the utilities it uses.
      plugins: [tailwindcss()],
      build: {
        chunkSizeWarningLimit: 4_000,
        // The first browsers with light-dark(), which the stories' own styles use: else it is rewritten.
        cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
        rolldownOptions: {
          // One page, all of it on the client: what marks a client's file may go.
          onLog: (level, log, handler) => {
            if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handler(level, log)
          },
        },
      },
      resolve: { alias: entryPointAliases },
      // Named up front: what Vite discovers only while tests run makes it reload the page under them.
      optimizeDeps: {
        include: [
          '@tanstack/react-query',
          'msw',
          'msw/browser',
          'zod/mini',
          'media-chrome/react',
          '@mui/material',
          '@emotion/react',
          '@emotion/styled',
        ],
      },
    }
    return mergeConfig(vite, config)
  },
}

export default config
