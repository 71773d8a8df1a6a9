import type { KeyboardEvent, PointerEvent } from 'react'
import { isElement } from '../trees.js'

/** What the keys of the large view do. */
interface ViewerInput {
  /** Shows the next video, or the one before. */
  move: (step: 1 | -1) => void
  /** The area of the video. */
  stage: HTMLElement | null
}

/** A shorter movement of a finger is no swipe, in pixels. */
const MIN_SWIPE = 48
/** Height of a video's native controls, on which a finger moves the position, in pixels. */
const CONTROLS_HEIGHT = 72

/**
 * Handles the keys of the large view: arrows in reading direction, Space for play and pause, F for the full screen. A
 * focused video keeps the arrows and Space, with which its controls seek and play; a button keeps Space.
 */
export function handleViewerKey(event: KeyboardEvent<HTMLElement>, { move, stage }: ViewerInput): void {
  const [target] = event.nativeEvent.composedPath()
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !isElement(target)) return
  if (target.closest('input, textarea, select, [contenteditable]')) return
  const isOnMedia = target.closest('video, audio') !== null
  if (event.key === 'f' || event.key === 'F') toggleFullscreen(stage)
  else if (event.key === ' ' && !isOnMedia && !target.closest('button, a, summary'))
    togglePlay(stage?.querySelector('video'))
  else if (event.key === 'ArrowRight' && !isOnMedia) move(isRightToLeft(event.currentTarget) ? -1 : 1)
  else if (event.key === 'ArrowLeft' && !isOnMedia) move(isRightToLeft(event.currentTarget) ? 1 : -1)
  else return
  event.preventDefault()
}

/** Where a finger that may swipe touched the area of the video; undefined on controls, and on an enlarged page. */
export function swipeStart(event: PointerEvent<HTMLElement>): Point | undefined {
  if (event.pointerType !== 'touch' || !event.isPrimary || isOnControls(event) || isZoomed()) return undefined
  return { x: event.clientX, y: event.clientY }
}

/** The step of a swipe that ends: to the next video, the one before, or none. */
export function swipeStep(start: Point | undefined, event: PointerEvent<HTMLElement>): 1 | -1 | undefined {
  if (!start || !event.isPrimary) return undefined
  const x = event.clientX - start.x
  const y = event.clientY - start.y
  if (Math.abs(x) < MIN_SWIPE || Math.abs(x) < 2 * Math.abs(y)) return undefined
  return x < 0 === isRightToLeft(event.currentTarget) ? -1 : 1
}

/** A place in the window, in pixels. */
interface Point {
  x: number
  y: number
}

/** Whether a finger is on the controls of a video. */
function isOnControls({ target, clientY }: PointerEvent<HTMLElement>): boolean {
  return (
    isElement(target) &&
    target.matches('video[controls]') &&
    target.getBoundingClientRect().bottom - clientY < CONTROLS_HEIGHT
  )
}

/** Whether a finger moves over an enlarged page. */
const isZoomed = () => (visualViewport?.scale ?? 1) > 1.01

const isRightToLeft = (element: HTMLElement) => getComputedStyle(element).direction === 'rtl'

function togglePlay(video: HTMLVideoElement | null | undefined): void {
  // Rejected where the browser does not allow it: the controls are there.
  if (video?.paused) void video.play().catch(() => undefined)
  else video?.pause()
}

/** The area of the video fills the screen, so that the arrows still show the next video in it. */
function toggleFullscreen(stage: HTMLElement | null): void {
  if (!stage) return
  const { ownerDocument } = stage
  // Rejected where the browser or the page around an iframe does not allow it; an iPhone has it for videos alone.
  const change = ownerDocument.fullscreenElement
    ? ownerDocument.exitFullscreen()
    : stage.requestFullscreen?.()
  void Promise.resolve(change).catch(() => undefined)
}
