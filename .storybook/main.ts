import type { StorybookConfig } from '@storybook/react-vite'
import { mergeConfig } from 'vite'
import { faces } from '../scripts/faces.js'

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/**/*.stories.tsx', '../stories/**/*.mdx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  // Holds MSW's service worker, through which the emulator answers what a <video> asks for.
  staticDirs: ['../stories/public'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) =>
    mergeConfig(vite, {
      resolve: { alias: faces },
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
    }),
}

export default config
