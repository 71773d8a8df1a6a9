export {
  createVideoTaskTabs,
  type VideoTaskTabs,
  type VideoTaskTabsOptions,
} from './query/tabs/createVideoTaskTabs.js'
