'use client'

import { useQueryClient } from '@tanstack/react-query'
import {
  type FocusEvent,
  type HTMLAttributes,
  type MouseEvent,
  type PointerEvent,
  type Ref,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { ActionButton, ActionElement, actionContent } from './ActionButton.js'
import { checkIcon, closeIcon, downloadIcon, openIcon } from '../icons.js'
import { announceIn } from '../messages/liveRegion.js'
import { downloadWords } from '../messages/englishWords.js'
import { useFormats, useMessages } from '../messages/formats.js'
import type { PartRender } from '../renderPart.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { playableUrls } from '../../core/content/playableUrls.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { downloadTools } from '../../hooks/download/downloadTools.js'
import { laterPart, useLaterPart } from '../../hooks/useLaterPart.js'
import { useVideoTaskContext } from '../../hooks/VideoTaskProvider.js'
import { detailKey } from '../../query/videoTaskKeys.js'

/** Downloads in the page: loaded with the pointer or the focus on the button, or with the first press. */
export const videoDownload = laterPart(() => import('../../hooks/download/videoDownload.js'))

interface DownloadButtonProps {
  fileName: string | undefined
  render: PartRender | undefined
  /** Attributes, handlers and the ref of the `<button>`. */
  button: HTMLAttributes<HTMLElement> & { forwardedRef: Ref<HTMLElement> }
}

/**
 * Downloads the video in the page. Renders one `<button>` in all phases, so that it keeps the focus; beside it a cancel
 * button, or the error.
 */
export function DownloadButton({ fileName, render, button }: DownloadButtonProps) {
  const watch = useWatchedTask()
  const words = useMessages(downloadWords)
  const formats = useFormats()
  const { phase, loaded, total, load, start, abort } = useDownload(watch.taskId, fileName)
  const { downloadSaved } = words
  const pressed = useRef<Element | null>(null)
  useEffect(() => {
    if (phase !== 'saved') return
    // Not every screen reader reads out the changed name of a focused button.
    if (pressed.current) announceIn(pressed.current, downloadSaved)
    const timer = setTimeout(abort, SAVED_SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [phase, abort, downloadSaved])
  const [address] = playableUrls(watch.task, watch.contentUrl)
  const isDownloading = phase === 'downloading'
  // In steps of five: a screen reader reads out each change of the focused button's name.
  const percent = total ? formats.percent(Math.min(20, Math.floor((loaded / total) * 20)) * 5) : ''
  const children = isDownloading
    ? actionContent(downloadIcon, words.downloading(percent))
    : phase === 'saved'
      ? actionContent(checkIcon, downloadSaved)
      : button.children
  const buttonProps = {
    ...button,
    'data-phase': phase,
    'aria-disabled': isDownloading || undefined,
    onClick: (event: MouseEvent<HTMLElement>) => {
      button.onClick?.(event)
      pressed.current = event.currentTarget
      if (!event.defaultPrevented) start()
    },
    onPointerEnter: (event: PointerEvent<HTMLElement>) => {
      button.onPointerEnter?.(event)
      load()
    },
    onFocus: (event: FocusEvent<HTMLElement>) => {
      button.onFocus?.(event)
      load()
    },
    children,
  }
  return (
    <>
      <ActionElement tag="button" render={render} {...buttonProps} />
      {isDownloading && (
        <ActionButton onClick={abort}>{actionContent(closeIcon, words.cancelDownload)}</ActionButton>
      )}
      {phase === 'failed' && (
        <>
          <span role="alert" className="video-task-download-failed">
            {words.downloadFailed}
          </span>
          <a className="video-task-action" href={address} target="_blank" rel="noopener noreferrer">
            {actionContent(openIcon, words.openVideo)}
          </a>
        </>
      )}
    </>
  )
}

/** The download of a video, whose code loads later. A press before that waits for it. */
function useDownload(taskId: string | null, fileName: string | undefined) {
  const { client, scope } = useVideoTaskContext()
  const queryClient = useQueryClient()
  const part = useLaterPart(videoDownload, false)
  const [failedId, setFailedId] = useState<string | null>(null)
  const waitingId = useRef<string | null>(null)
  const download = useMemo(() => {
    const readTask = () => queryClient.getQueryData<VideoTask>(detailKey(taskId, scope))
    return part?.createVideoDownload(downloadTools, client, taskId, readTask)
  }, [part, client, taskId, scope, queryClient])
  const state = useSyncExternalStore(
    download?.subscribe ?? neverChanges,
    () => download?.current(),
    () => undefined,
  )
  useEffect(() => download?.abort, [download])
  useEffect(() => {
    if (!download || taskId === null || waitingId.current !== taskId) return
    waitingId.current = null
    download.start(fileName)
  }, [download, taskId, fileName])
  return {
    phase: part === null && failedId !== null && failedId === taskId ? ('failed' as const) : 'idle',
    loaded: 0,
    total: undefined,
    ...state,
    load: () => void (part ?? videoDownload.load()),
    start: () => {
      // At once, where it has loaded: browsers open a file picker in a click only.
      if (download) return download.start(fileName)
      waitingId.current = taskId
      void videoDownload.load().then(() => {
        if (videoDownload.current()) return
        waitingId.current = null
        setFailedId(taskId)
      })
    },
    abort: download?.abort ?? noAbort,
  }
}

const neverChanges = () => () => {}
const noAbort = () => {}

/** Time for which the button says that the video was saved, in ms. */
const SAVED_SHOWN_FOR = 2_000
