'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type HTMLAttributes, type MouseEvent, type Ref, useState, useSyncExternalStore } from 'react'
import { ActionButton, ActionElement, actionContent } from './ActionButton.js'
import type { ShownDownload, ShownState } from './pageDownload.js'
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
 * button, or the error. A download goes on when its button leaves the page; another button of the video shows it.
 */
export function DownloadButton({ taskId, fileName, render, button }: DownloadButtonProps) {
  const watch = useWatchedTask()
  const words = useMessages(downloadWords)
  const { client, scope } = useVideoTaskContext()
  const queryClient = useQueryClient()
  const [download, setDownload] = useState<ShownDownload>(
    () => videoDownload.current()?.find(client, taskId, scope) ?? NOT_BEGUN,
  )
  const state = useSyncExternalStore(download.subscribe, download.current, NOT_BEGUN.current)
  const start = async (element: Element) => {
    await videoDownload.load()
    const begun = videoDownload.current()?.open({
      openVideoContent,
      toVideoTaskError,
      client,
      taskId,
      scope,
      readTask: () => queryClient.getQueryData<VideoTask>(detailKey(taskId, scope)),
      messages: words,
      announce,
      element,
    })
    setDownload(begun ?? NOT_LOADED)
    begun?.start(fileName)
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
      {cancel && <ActionButton onClick={download.abort}>{actionContent(...cancel)}</ActionButton>}
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

/** A download that stays in a phase. */
const inPhase = (phase: ShownState['phase']): ShownDownload => {
  const state = { phase }
  return { subscribe: () => () => {}, current: () => state }
}
const NOT_BEGUN = inPhase('idle')
/** Its code did not load. */
const NOT_LOADED = inPhase('failed')

const loadAfter =
  <Event,>(handler: ((event: Event) => void) | undefined) =>
  (event: Event) => {
    handler?.(event)
    void videoDownload.load()
  }
