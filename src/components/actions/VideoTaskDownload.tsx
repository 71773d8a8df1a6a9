'use client'

import { forwardRef, type HTMLAttributes, useContext, useSyncExternalStore } from 'react'
import { ActionElement, actionContent } from './ActionButton.js'
import { DownloadButton } from './DownloadButton.js'
import { downloadIcon } from '../icons.js'
import type { PartRender } from '../renderPart.js'
import { downloadWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { playableUrls, videoDataOf } from '../../core/content/playableUrls.js'
import { VideoTaskContext } from '../../hooks/VideoTaskProvider.js'

/** Props of `VideoTaskDownload`: its own, and every attribute of an element. */
export interface VideoTaskDownloadProps extends HTMLAttributes<HTMLElement> {
  /**
   * `link`: the browser downloads the file itself. `page`: the page downloads it with the client's headers and shows the
   * progress. @default 'link' where the content route is on the page's own origin and the client's `isLinkable` is not
   * false, else 'page'; always 'page' for a video inside the task
   */
  method?: 'link' | 'page' | undefined
  /**
   * File name, with or without extension; overridden by the server's `Content-Disposition`. @default the title of the
   * watch
   */
  fileName?: string | undefined
  /** The app's own element instead of the `<a>` or `<button>`. */
  render?: PartRender | undefined
}

/**
 * Downloads the completed video of the watch around it. Renders an `<a download>` where the browser can download the file
 * itself; else a `<button>` with `data-phase` that downloads in the page, with a button to cancel beside it and, after a
 * failure, a message and a link; an `<a>` that opens a new tab without a content route; nothing until the task is
 * completed. A video that the browser cannot play can be downloaded too. A download in the page goes on when its button
 * leaves the page, and another button of the video shows it.
 *
 * @example
 * ```tsx
 * import { VideoTaskDownload, VideoTaskRoot } from 'react-video-task/components'
 *
 * export const Save = ({ taskId }: { taskId: string }) => (
 *   <VideoTaskRoot taskId={taskId}>
 *     <VideoTaskDownload fileName="fox.mp4">Save video</VideoTaskDownload>
 *   </VideoTaskRoot>
 * )
 * ```
 */
export const VideoTaskDownload = forwardRef<HTMLElement, VideoTaskDownloadProps>(function VideoTaskDownload(
  { method, fileName, render, ...props },
  ref,
) {
  const { state, taskId, task, title, contentUrl } = useWatchedTask()
  const { download } = useMessages(downloadWords)
  const client = useContext(VideoTaskContext)?.client
  const isOwn = useSyncExternalStore(
    neverChanges,
    () => isOwnOrigin(contentUrl, location.origin),
    () => isOwnOrigin(contentUrl),
  )
  if ((state !== 'completed' && state !== 'unplayable') || !task || !taskId) return null
  const name = fileName ?? title
  const all = { children: actionContent(downloadIcon, download), ...props, forwardedRef: ref }
  // A video inside the task is saved from there.
  const isInside = videoDataOf(task) !== undefined
  const isLink = isOwn && client?.isLinkable !== false
  if (isInside || (contentUrl && (method ?? (isLink ? 'link' : 'page')) === 'page'))
    return <DownloadButton key={taskId} taskId={taskId} render={render} fileName={name} button={all} />
  const link = {
    href: isOwn ? contentUrl : playableUrls(task, contentUrl)[0],
    download: linkFileName([name, task.prompt, `${task.model ?? ''} ${taskId}`]),
    // A browser ignores `download` on a link to another origin and opens it, so the link gets a new tab.
    target: '_blank',
    rel: 'noopener noreferrer',
  }
  return <ActionElement tag="a" render={render} {...link} {...all} />
})

/**
 * Names the file of a link by the first of the texts that is not blank. A browser makes the name of a link safe for its file
 * system, so this makes it short and readable: `videoFileName` names what is saved in the page.
 */
function linkFileName(texts: (string | undefined)[]): string {
  const names = texts.map((text = '') => [...text.replace(NO_NAME, ' ').trim()].slice(0, 60).join('').trim())
  return `${names.find(Boolean) ?? 'video'}.mp4`
}

/** What no name has: a video's extension, and characters that are invisible or have a meaning in paths. */
const NO_NAME = /\.(mp4|m4v|mov|webm|mkv)$|[\s\p{Cc}<>:"/\\|?*\p{Bidi_C}]+/giu

/** The page's origin never changes, so there is nothing to subscribe to. */
const neverChanges = () => () => {}

/** Whether a content route is on an origin. On a server, which does not know the page's origin, only a path is. */
function isOwnOrigin(url = '', origin?: string): boolean {
  // By its text, since React asks several times a render and parsing takes long. Two slashes begin the name of a host.
  return /^\/[^/\\]/.test(url) || url.startsWith(`${origin}/`)
}
