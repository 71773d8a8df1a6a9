export { VideoTaskCard, type VideoTaskCardProps } from './components/card/VideoTaskCard.js'
export { VideoTaskPlayer, type VideoTaskPlayerProps } from './components/player/VideoTaskPlayer.js'
export { VideoTaskProgress, type VideoTaskProgressProps } from './components/progress/VideoTaskProgress.js'
