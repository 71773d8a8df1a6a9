'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type HTMLAttributes, type MouseEvent, type Ref, useEffect, useRef, useState } from 'react'
import { ActionButton, ActionElement, actionContent } from './ActionButton.js'
import type { ShownDownload } from './pageDownload.js'
import { openIcon } from '../icons.js'
import { announce } from '../messages/announce.js'
import { downloadWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import type { PartRender } from '../renderPart.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { playableUrls } from '../../core/content/playableUrls.js'
import { openVideoContent } from '../../core/content/videoContent.js'
import { toVideoTaskError } from '../../core/errors/VideoTaskError.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import type { VideoDownload } from '../../hooks/download/videoDownload.js'
import { laterPart } from '../../hooks/useLaterPart.js'
import { useVideoTaskContext } from '../../hooks/VideoTaskProvider.js'
import { detailKey } from '../../query/videoTaskKeys.js'

/** Downloads in the page: loaded with the pointer or the focus on the button, or with the first press. */
export const videoDownload = laterPart(() => import('./pageDownload.js'))

interface DownloadButtonProps {
  taskId: string
  fileName: string | undefined
  render: PartRender | undefined
  /** Attributes, handlers and the ref of the `<button>`. */
  button: HTMLAttributes<HTMLElement> & { forwardedRef: Ref<HTMLElement> }
}

/**
 * Downloads the video in the page. Renders one `<button>` in all phases, so that it keeps the focus; beside it a cancel
 * button, or the error.
 */
export function DownloadButton({ taskId, fileName, render, button }: DownloadButtonProps) {
  const watch = useWatchedTask()
  const words = useMessages(downloadWords)
  const { client, scope } = useVideoTaskContext()
  const queryClient = useQueryClient()
  const [state, setState] = useState<ShownDownload>({ phase: 'idle' })
  // Null once the button has unmounted.
  const download = useRef<VideoDownload | null>(undefined)
  useEffect(() => {
    download.current = undefined
    return () => {
      download.current?.abort()
      download.current = null
    }
  }, [])
  const start = async (element: Element) => {
    await videoDownload.load()
    const part = videoDownload.current()
    if (download.current === null) return
    if (!part) return setState({ phase: 'failed' })
    download.current ??= part.create({
      openVideoContent,
      toVideoTaskError,
      client,
      taskId,
      readTask: () => queryClient.getQueryData<VideoTask>(detailKey(taskId, scope)),
      messages: words,
      onChange: setState,
      announce,
      element,
    })
    download.current.start(fileName)
  }
  const { phase } = state
  const [address] = playableUrls(watch.task, watch.contentUrl)
  const { content, cancel } = videoDownload.current()?.describe(state, words) ?? {}
  const buttonProps = {
    ...button,
    'data-phase': phase,
    'aria-disabled': phase === 'downloading' || undefined,
    onClick: (event: MouseEvent<HTMLElement>) => {
      button.onClick?.(event)
      if (!event.defaultPrevented) void start(event.currentTarget)
    },
    onPointerEnter: loadAfter(button.onPointerEnter),
    onFocus: loadAfter(button.onFocus),
    children: content ? actionContent(...content) : button.children,
  }
  return (
    <>
      <ActionElement tag="button" render={render} {...buttonProps} />
      {cancel && (
        <ActionButton onClick={() => download.current?.abort()}>{actionContent(...cancel)}</ActionButton>
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

const loadAfter =
  <Event,>(handler: ((event: Event) => void) | undefined) =>
  (event: Event) => {
    handler?.(event)
    void videoDownload.load()
  }
