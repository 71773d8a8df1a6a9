import type { WatchedTask } from './useVideoTaskWatch.js'

/** Joins class names, without the undefined ones. */
export function classNames(...names: (string | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}

/** Attributes for the state of a watch: `data-status`, and `data-retrying` while an outage is retried. */
export function stateAttributes({ state, isPolling }: WatchedTask) {
  return { 'data-status': state, 'data-retrying': state === 'unreachable' && isPolling ? '' : undefined }
}

/**
 * Width and height of a size such as `1280x720`; 16 by 9 when the size is unknown, which reserves a frame of that shape.
 */
export function frameSize(size: string | undefined): { width: number; height: number } {
  const [, width, height] = /^([1-9]\d{0,4})[x*×]([1-9]\d{0,4})$/i.exec(size ?? '') ?? [size, 16, 9]
  return { width: Number(width), height: Number(height) }
}
