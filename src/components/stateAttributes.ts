import type { WatchedTask } from './WatchContext.js'

/** The state of a watch as attributes: `data-status`, and `data-retrying` while an outage is waited out. */
export function stateAttributes({ state, isPolling }: WatchedTask) {
  return { 'data-status': state, 'data-retrying': state === 'unreachable' && isPolling ? '' : undefined }
}
