'use client'

import { forwardRef, type HTMLAttributes, useContext, useSyncExternalStore } from 'react'
import { DownloadButton } from './DownloadButton.js'
import { useMessages } from '../messages/useMessages.js'
import { downloadWords } from '../messages/words.js'
import { classNames, type PartRender, renderPart } from '../part.js'
import { useVideoTaskWatch } from '../watch.js'
import { videoFileName } from '../../core/client/fileName.js'
import { videoTaskAddresses } from '../../core/wire/videoUrl.js'
import { VideoTaskContext } from '../../hooks/VideoTaskProvider.js'

/** Props of `VideoTaskDownload`: its own, and every attribute of an element. */
export interface VideoTaskDownloadProps extends HTMLAttributes<HTMLElement> {
  /**
   * `link`: the browser downloads by itself, nothing passes through the page. `page`: the page downloads, with the client's
   * headers, and shows how far it is. @default 'link' where the content route is on the page's own origin and the client's
   * `isLinkable` is not false, else 'page'
   */
  method?: 'link' | 'page' | undefined
  /** What the file is called, with or without extension; the server's `Content-Disposition` outweighs it. @default the title of the watch */
  fileName?: string | undefined
  /** The app's own element instead of the `<a>` or `<button>`. */
  render?: PartRender | undefined
}

const subscribe = () => () => {}

/**
 * Saves the finished video of the watch around it. Renders an `<a download>` where the browser can do it by itself; else a
 * `<button>` that downloads in the page, with `data-phase`, beside it one to cancel, and after a failure a word and a link;
 * an `<a>` to a tab of its own where there is no content route; and nothing while there is nothing to save.
 */
export const VideoTaskDownload = forwardRef<HTMLElement, VideoTaskDownloadProps>(function VideoTaskDownload(
  { method, fileName, render, className, ...props },
  ref,
) {
  const watch = useVideoTaskWatch()
  const { state, taskId, task, title, contentUrl } = watch
  const { download } = useMessages(downloadWords)
  const client = useContext(VideoTaskContext)?.client
  const isOwn = useSyncExternalStore(
    subscribe,
    () => isOwnOrigin(contentUrl, location.origin),
    () => isOwnOrigin(contentUrl),
  )
  if (state !== 'completed' || !task) return null
  const name = fileName ?? title
  const all = { children: download, ...props, ref, className: classNames('video-task-action', className) }
  if (contentUrl && (method ?? (isOwn && client?.isLinkable !== false ? 'link' : 'page')) === 'page')
    return <DownloadButton render={render} fileName={name} button={all} />
  const link = {
    href: isOwn ? contentUrl : videoTaskAddresses(task, contentUrl)[0],
    download: videoFileName([name, task.prompt, `${task.model ?? ''} ${taskId}`], 'video/mp4'),
    // A browser saves only what its own origin serves; anything else it opens, so that gets a tab of its own.
    target: '_blank',
    rel: 'noopener noreferrer',
  }
  return renderPart(render, 'a', { ...link, ...all }, watch)
})

/** Whether an address, or a path, is on the origin given; on a server, which knows none, a path alone is. */
function isOwnOrigin(url: string | undefined, origin = 'http://page'): boolean {
  return url !== undefined && URL.canParse(url, origin) && new URL(url, origin).origin === origin
}
