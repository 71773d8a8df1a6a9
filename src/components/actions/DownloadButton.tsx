'use client'

import { type HTMLAttributes, type MouseEvent, type Ref, useEffect, useRef } from 'react'
import { ActionButton, ActionElement, actionContent } from './ActionButton.js'
import { checkIcon, closeIcon, downloadIcon, openIcon } from '../icons.js'
import { announceIn } from '../messages/liveRegion.js'
import { downloadWords } from '../messages/englishWords.js'
import { useFormats, useMessages } from '../messages/formats.js'
import type { PartRender } from '../renderPart.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { playableUrls } from '../../core/content/playableUrls.js'
import { useVideoTaskDownload } from '../../hooks/download/useVideoTaskDownload.js'

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
  const { phase, loaded, total, download, abort } = useVideoTaskDownload(watch.taskId, { fileName })
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
      if (!event.defaultPrevented) download()
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

/** Time for which the button says that the video was saved, in ms. */
const SAVED_SHOWN_FOR = 2_000
