export {
  createVideoTaskTabs,
  type VideoTaskTabs,
  type VideoTaskTabsOptions,
} from './query/createVideoTaskTabs.js'
