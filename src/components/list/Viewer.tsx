'use client'

import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { lockPageScroll, returnFocus } from './pageBehind.js'
import { handleViewerKey, swipeStart, swipeStep } from './viewerInput.js'
import { ActionButton, actionContent } from '../actions/ActionButton.js'
import { VideoTaskActions } from '../actions/VideoTaskActions.js'
import { VideoTaskCopyLink } from '../actions/VideoTaskCopyLink.js'
import { VideoTaskDownload } from '../actions/VideoTaskDownload.js'
import { useProblemView } from '../card/useProblemView.js'
import { closeIcon, Icon, laterIcon, earlierIcon } from '../icons.js'
import { useIsomorphicLayoutEffect } from '../LiveText.js'
import { titleWords, viewerWords } from '../messages/englishWords.js'
import { useMessages, useNumberFormat } from '../messages/formats.js'
import { useWatchedTask, WatchProvider } from '../useVideoTaskWatch.js'
import { VideoTaskPlayer, type VideoTaskPlayerProps } from '../VideoTaskPlayer.js'

/** Which video a list shows large, and the button that opened it. */
export interface OpenedVideo {
  taskId: string
  button: HTMLElement
  /** The entry of the button, by the id of its task and by its place. */
  from: { taskId: string; index: number }
}

export interface ViewerProps {
  opened: OpenedVideo
  /** All tasks of the list, in order. */
  taskIds: readonly string[]
  /** Those among them that can play. */
  playable: ReadonlySet<string>
  /** Whether the shown task was deleted. */
  isGone: boolean
  list: RefObject<HTMLUListElement | null>
  /** What the app knows of the shown video. */
  details: Pick<VideoTaskPlayerProps, 'size' | 'poster' | 'source'> & { title?: string | undefined }
  /** The app's own element instead of the player. */
  content: ReactNode
  /** Shows another video; null closes the view. */
  onShow: (taskId: string | null) => void
}

/**
 * The large view of a list: a modal `<dialog>` with one video, its title and position, and the way to the others. Its
 * status region is inside, because everything behind a modal dialog is silent.
 */
export function Viewer(props: ViewerProps) {
  const { opened, details, content, onShow } = props
  const { taskId } = opened
  const { title, size, poster, source } = details
  const { viewer: words } = useMessages(viewerWords)
  const number = useNumberFormat()
  const captionId = useId()
  const stage = useRef<HTMLDivElement>(null)
  const dialog = useModal(props, stage)
  const [isPlaying, setIsPlaying] = useState(true)
  const ids = useShownIds(props)
  const index = ids.indexOf(taskId)
  const move = (step: 1 | -1) => {
    const next = ids[index + step]
    if (next === undefined) return
    const video = stage.current?.querySelector('video')
    // A video that was paused is followed by one that waits for the press of play.
    setIsPlaying(!video?.paused || video.ended)
    onShow(next)
  }
  const swipe = useRef<ReturnType<typeof swipeStart>>(undefined)
  return (
    <WatchProvider taskId={taskId} title={title}>
      <dialog
        ref={dialog}
        className="video-task-lightbox"
        aria-labelledby={captionId}
        data-labels="icons"
        onKeyDown={(event) => handleViewerKey(event, { move, stage: stage.current })}
        // Its event comes late: by then the dialog may be open again.
        onClose={({ currentTarget, target }) => {
          if (target === currentTarget && !currentTarget.open) onShow(null)
        }}
      >
        <div className="video-task-row">
          <p id={captionId} role="status" aria-atomic>
            <ViewerTitle />{' '}
            {ids.length > 1 && <span>{words.position(number(index + 1), number(ids.length))}</span>}
          </p>
          <VideoTaskActions>
            <VideoTaskCopyLink source={source} />
            <VideoTaskDownload />
            <ActionButton onClick={() => dialog.current?.close()}>
              {actionContent(closeIcon, words.close)}
            </ActionButton>
          </VideoTaskActions>
        </div>
        <div
          ref={stage}
          className="video-task-lightbox-stage"
          tabIndex={-1}
          onPointerDown={(event) => void (swipe.current = swipeStart(event))}
          onPointerCancel={() => void (swipe.current = undefined)}
          onPointerUp={(event) => {
            const step = swipeStep(swipe.current, event)
            if (step) move(step)
          }}
          onClick={({ target, currentTarget }) => target === currentTarget && dialog.current?.close()}
        >
          {content === undefined ? (
            <ViewerVideo key={taskId} {...{ size, poster, source, isPlaying }} />
          ) : (
            content
          )}
        </div>
        {ids.length > 1 && <StepButton step={-1} hasStep={index > 0} onStep={move} />}
        {ids.length > 1 && <StepButton step={1} hasStep={index < ids.length - 1} onStep={move} />}
      </dialog>
    </WatchProvider>
  )
}

interface StepButtonProps {
  /** To the next video, or to the one before. */
  step: 1 | -1
  /** Whether there is such a video. The button stays without one, and so keeps the focus. */
  hasStep: boolean
  onStep: (step: 1 | -1) => void
}

/** A `<button>` that shows the next video, or the one before. */
function StepButton({ step, hasStep, onStep }: StepButtonProps) {
  const { next, previous } = useMessages(viewerWords).viewer
  return (
    <ActionButton
      data-step={step === 1 ? 'next' : 'previous'}
      aria-label={step === 1 ? next : previous}
      aria-disabled={!hasStep || undefined}
      onClick={() => onStep(step)}
    >
      <Icon path={step === 1 ? laterIcon : earlierIcon} />
    </ActionButton>
  )
}

/** The ids that the arrows pass. A shown video whose link expires keeps its place; one that is gone is left for the next. */
function useShownIds({ opened, taskIds, playable, isGone, onShow }: ViewerProps): readonly string[] {
  const { taskId } = opened
  const ids = taskIds.filter((id) => playable.has(id) || (id === taskId && !isGone))
  const index = ids.indexOf(taskId)
  const lastIndex = useRef(0)
  useEffect(() => {
    if (index < 0) onShow(ids[Math.min(lastIndex.current, ids.length - 1)] ?? null)
    else lastIndex.current = index
  })
  return ids
}

/** Returns the ref of a dialog that is modal from its first frame, and returns the focus when it closes. */
function useModal({ opened, taskIds, list }: ViewerProps, stage: RefObject<HTMLElement | null>) {
  const dialog = useRef<HTMLDialogElement>(null)
  const latest = useRef({ opened, taskIds })
  useEffect(() => void (latest.current = { opened, taskIds }))
  useIsomorphicLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    const unlock = lockPageScroll(element.ownerDocument)
    if (!element.open) element.showModal()
    stage.current?.focus()
    return () => {
      const { opened, taskIds } = latest.current
      const { button, from } = opened
      unlock()
      element.close()
      const place = taskIds.indexOf(from.taskId)
      const index = place < 0 ? Math.min(from.index, taskIds.length - 1) : place
      returnFocus({ button, entry: list.current?.children[index], list: list.current })
    }
  }, [stage, list])
  return dialog
}

/** The title of the shown video. */
function ViewerTitle() {
  const { title } = useWatchedTask()
  const { untitled } = useMessages(titleWords)
  return <bdi>{title ?? untitled}</bdi>
}

interface ViewerVideoProps extends Pick<VideoTaskPlayerProps, 'size' | 'poster' | 'source'> {
  /** Whether it plays from the start. */
  isPlaying: boolean
}

/** The player of the shown video, and over it why it does not play. */
function ViewerVideo({ isPlaying, ...props }: ViewerVideoProps) {
  const { title } = useWatchedTask()
  const { untitled } = useMessages(titleWords)
  const { notice } = useProblemView({})
  return (
    <>
      <VideoTaskPlayer
        {...props}
        controls
        autoPlay={isPlaying}
        preload="metadata"
        aria-label={title ?? untitled}
      />
      {notice}
    </>
  )
}
