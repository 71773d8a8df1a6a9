export {
  VideoTaskDevtools,
  VideoTaskDevtoolsPanel,
  type VideoTaskDevtoolsPanelProps,
  type VideoTaskDevtoolsPlugin,
  videoTaskDevtoolsPlugin,
  type VideoTaskDevtoolsProps,
  type VideoTaskDevtoolsScenario,
} from './devtools/VideoTaskDevtools.js'
