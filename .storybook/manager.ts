import { addons } from 'storybook/manager-api'
import { theme } from './theme.js'

addons.setConfig({ theme, sidebar: { showRoots: true } })

// Storybook writes its own name behind each page's title.
const title = document.querySelector('title')
if (title) {
  new MutationObserver(() => {
    if (/Storybook$/.test(document.title)) {
      document.title = document.title.replace(/ - Docs/, '').replace(/Storybook$/, 'react-video-task')
    }
  }).observe(title, { childList: true })
}
