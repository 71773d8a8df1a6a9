'use client'

import { type HTMLAttributes, type MouseEvent, type Ref, useEffect, useState } from 'react'
import { ActionButton, createFocusKeeper } from './ActionButton.js'
import { useMessages } from '../messages/useMessages.js'
import { downloadWords } from '../messages/words.js'
import { useFormats } from '../page/pageMemory.js'
import { type PartRender, renderPart } from '../part.js'
import { useVideoTaskWatch } from '../watch.js'
import { videoTaskAddresses } from '../../core/wire/videoUrl.js'
import { useVideoTaskDownload } from '../../hooks/download/useVideoTaskDownload.js'

interface DownloadButtonProps {
  fileName: string | undefined
  render: PartRender | undefined
  /** Attributes, handlers and the ref of the `<button>`. */
  button: HTMLAttributes<HTMLElement> & { ref: Ref<HTMLElement> }
}

/** How long the button says that the video was saved, in ms. */
const SHOWN = 2_000

/** Downloads in the page. The button stays the same element through all of it, so that it keeps the focus. */
export function DownloadButton({ fileName, render, button }: DownloadButtonProps) {
  const watch = useVideoTaskWatch()
  const words = useMessages(downloadWords)
  const formats = useFormats()
  const { phase, loaded, total, download, abort } = useVideoTaskDownload(watch.taskId, { fileName })
  const [keepFocus] = useState(createFocusKeeper)
  useEffect(() => {
    if (phase !== 'saved') return
    const timer = setTimeout(abort, SHOWN)
    return () => clearTimeout(timer)
  }, [phase, abort])
  const [address] = videoTaskAddresses(watch.task, watch.contentUrl)
  const isUnderWay = phase === 'downloading'
  // In steps of five: a screen reader reads out each change of the name it is on.
  const percent = total ? formats.percent(Math.min(20, Math.floor((loaded / total) * 20)) * 5) : ''
  const children = isUnderWay
    ? words.downloading(percent)
    : phase === 'saved'
      ? words.downloadSaved
      : button.children
  const own = {
    type: 'button',
    ...button,
    'data-phase': phase,
    'aria-disabled': isUnderWay || undefined,
    'aria-live': isUnderWay ? 'off' : 'polite',
    onClick: (event: MouseEvent<HTMLElement>) => {
      button.onClick?.(event)
      if (!event.defaultPrevented) download()
    },
    children,
  }
  return (
    <>
      {renderPart(render, 'button', own, watch)}
      {isUnderWay && (
        <ActionButton ref={keepFocus} onClick={abort}>
          {words.cancelDownload}
        </ActionButton>
      )}
      {phase === 'failed' && (
        <>
          <span role="alert" className="video-task-download-failed">
            {words.downloadFailed}
          </span>
          <a className="video-task-action" href={address} target="_blank" rel="noopener noreferrer">
            {words.openVideo}
          </a>
        </>
      )}
    </>
  )
}
