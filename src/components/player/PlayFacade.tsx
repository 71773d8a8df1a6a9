'use client'

import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type MouseEvent,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react'
import { framePostersOf } from './framePosters.js'
import { useFocusKeeper } from '../actions/ActionButton.js'
import { Icon, playIcon } from '../icons.js'
import { playerWords, titleWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { loadOnce } from '../../core/loadOnce.js'
import { stillOf } from '../../core/wire/thumbnailUrl.js'
import { useVideoTaskContext } from '../../hooks/VideoTaskProvider.js'

interface PlayFacadeProps {
  video: RefObject<HTMLVideoElement | null>
  /** Key of the frame to draw in place of a poster; undefined where there is a poster. */
  frameKey: string | undefined
}

/**
 * Covers a video until it plays: its first frame that is not black, where the page may read it, a button over the whole
 * frame, and the video's length. The button is the only tab stop. Inside a list with a large view it opens that.
 */
export function PlayFacade({ video, frameKey }: PlayFacadeProps) {
  const { task, taskId, title } = useWatchedTask()
  const { client } = useVideoTaskContext()
  const open = useContext(OpenVideoContext)
  const { play, untitled } = useMessages({ ...playerWords, ...titleWords })
  const posters = framePostersOf(useQueryClient())
  const canvas = useRef<HTMLCanvasElement>(null)
  // Whole seconds, as they are shown: a video as long as its task says renders nothing again.
  const [seconds, setSeconds] = useState(() =>
    Math.round(posters.get(frameKey ?? '')?.length ?? Number(task?.seconds)),
  )
  // Once for each video: a proxy that keeps the film takes the frame as its picture.
  const wantedBy = stillOf(task) === 'wanted' ? taskId : null
  useEffect(() => {
    const element = video.current
    if (!element) return
    const gone = new AbortController()
    const { signal } = gone
    const show = () => {
      if (frameKey === undefined) return
      const shown = { video: element, canvas, posters, frameKey, client, stillOf: wantedBy, signal }
      void loadDrawing().then(({ showFrame }) => showFrame(shown), ignore)
    }
    const read = () => {
      setSeconds(Math.round(element.duration))
      show()
    }
    if (posters.has(frameKey ?? '')) show()
    if (element.readyState >= HAVE_CURRENT_DATA) read()
    element.addEventListener('loadeddata', read)
    return () => {
      gone.abort()
      element.removeEventListener('loadeddata', read)
    }
  }, [video, frameKey, posters, client, wantedBy])
  const start = (event: MouseEvent<HTMLElement>) => {
    if (open && taskId !== null) return open(taskId, event.currentTarget)
    const element = video.current
    if (element && element.clientWidth < MIN_PLAYING_WIDTH) {
      // An iPhone fills the screen with a video that does not play inline.
      element.removeAttribute('playsinline')
      void element.requestFullscreen?.().catch(() => undefined)
    }
    // Rejected where the browser does not allow it, or the URL does not play: the controls are there by then.
    void element?.play().catch(() => undefined)
    element?.focus({ preventScroll: true })
  }
  return (
    <>
      {frameKey !== undefined && (
        <canvas ref={canvas} className="video-task-poster" width="0" height="0" aria-hidden />
      )}
      <button
        type="button"
        ref={useFocusKeeper<HTMLButtonElement>(undefined)}
        className="video-task-play"
        aria-label={play(title ?? untitled)}
        aria-haspopup={open ? 'dialog' : undefined}
        onClick={start}
      >
        <Icon path={playIcon} />
      </button>
      {seconds > 0 && seconds < Infinity && <span className="video-task-length">{clock(seconds)}</span>}
    </>
  )
}

/** Opens a task's video elsewhere, for the button that was pressed. Null plays it in place. */
export const OpenVideoContext = createContext<((taskId: string, button: HTMLElement) => void) | null>(null)

const ignore = () => undefined

const loadDrawing = /* @__PURE__ */ loadOnce(() => import('./drawFrame.js'))

/** A narrower video, as in a compact card, plays over the whole screen, in px. */
const MIN_PLAYING_WIDTH = 120

/** `HTMLMediaElement.HAVE_CURRENT_DATA`, which a server does not have. */
const HAVE_CURRENT_DATA = 2

/** Formats whole seconds as minutes and seconds. */
const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
