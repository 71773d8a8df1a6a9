import type { Preview } from '@storybook/react-vite'
import { QueryClientProvider } from '@tanstack/react-query'
import { VideoTaskProvider } from 'react-video-task'
import { configure } from 'storybook/test'
import 'react-video-task/styles.css'
import { errorSentences } from '../src/components/messages/errorSentences.js'
import { createStoryWorld, isStoryWorld, type StoryWorldParameters } from '../stories/support/StoryWorld.js'
import { answerMedia } from '../stories/support/worker.js'
import { describeComponent } from './describeComponent.js'
import './preview.css'
import { theme } from './theme.js'

// A busy machine draws nine pictures in more than the default second.
configure({ asyncUtilTimeout: 10_000 })

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    layout: 'centered',
    a11y: { test: 'error' },
    controls: { exclude: /^(on[A-Z]|ref|key)/ },
    docs: { theme, extractComponentDescription: describeComponent },
    options: {
      storySort: {
        // Within a section pages stand in the order of their files, which `npm run docs:pages` numbers.
        order: [
          'Getting started',
          'Recipes',
          'Guides',
          'Components',
          [
            'Overview',
            'VideoTaskCard',
            'VideoTaskPlayer',
            'VideoTaskProgress',
            'VideoTaskSteps',
            'VideoTaskList',
          ],
          'API reference',
          'About',
        ],
      },
    },
  },
  globalTypes: {
    theme: {
      description: 'Colour scheme',
      toolbar: { title: 'Theme', icon: 'mirror', items: ['system', 'light', 'dark'], dynamicTitle: true },
    },
    direction: {
      description: 'Text direction',
      toolbar: { title: 'Direction', icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true },
    },
  },
  initialGlobals: { theme: 'system', direction: 'ltr' },
  loaders: [
    async ({ id, parameters }) => {
      // They load with the first error: a story of one shows it at once.
      await errorSentences.load()
      const options: StoryWorldParameters | undefined = parameters['world']
      const world = createStoryWorld(id, options)
      await answerMedia(world)
      return { world }
    },
  ],
  decorators: [
    (Story, { globals, loaded, parameters }) => {
      const world: unknown = loaded['world']
      if (!isStoryWorld(world)) throw new Error('The loader that builds the world of a story did not run.')
      const theme: unknown = globals['theme']
      document.documentElement.style.colorScheme =
        theme === 'light' || theme === 'dark' ? theme : 'light dark'
      return (
        <QueryClientProvider client={world.queryClient}>
          <VideoTaskProvider client={world.client} pollInterval={500} {...world.provider}>
            <div className="stage" dir={globals['direction']} style={{ width: parameters['width'] ?? 400 }}>
              <Story />
            </div>
          </VideoTaskProvider>
        </QueryClientProvider>
      )
    },
  ],
}

export default preview
