import { checkIcon, closeIcon, downloadIcon } from '../icons.js'
import { pageDownloadWords } from '../messages/englishWords.js'
import type { VideoClient } from '../../core/client/VideoClient.js'
import type { VideoTaskMessages } from '../../core/messages.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import {
  createVideoDownload,
  type DownloadState,
  type DownloadTools,
  type VideoDownload,
} from '../../hooks/download/videoDownload.js'
import { remember } from '../../query/perQueryClient.js'

// Downloads in the page: loaded with the pointer or the focus on the button, or with the first press. The build bundles it
// with its helpers, as all parts that load later.

interface PageDownloadOptions extends DownloadTools {
  client: VideoClient
  taskId: string
  scope: string | undefined
  /** Returns the task in the cache, for the file's name. */
  readTask: () => VideoTask | undefined
  messages: Partial<VideoTaskMessages>
  /** Has the outcome read out: not every screen reader reads out the changed name of a focused button. */
  announce: (button: Element, words: string) => unknown
  element: Element
}

/**
 * Downloads that have begun, by task. One goes on when its button leaves the page, and is shown by the next button of its
 * video, until it was saved or cancelled.
 */
const downloads = new WeakMap<VideoClient, Map<string, VideoDownload>>()

/** Returns the download of a video that has begun. */
export const find = (client: VideoClient, taskId: string, scope: string | undefined) =>
  downloads.get(client)?.get(keyOf(taskId, scope))

const keyOf = (taskId: string, scope = '') => JSON.stringify([scope, taskId])

/** Returns the download of a card's video, which is idle again some time after it was saved. */
export function open({
  openVideoContent,
  toVideoTaskError,
  client,
  taskId,
  scope,
  readTask,
  messages,
  announce,
  element,
}: PageDownloadOptions): VideoDownload {
  const ofClient = remember(downloads, client, () => new Map())
  return remember(ofClient, keyOf(taskId, scope), (key) => {
    const download = createVideoDownload({ openVideoContent, toVideoTaskError }, client, taskId, readTask)
    let timer: ReturnType<typeof setTimeout> | undefined
    download.subscribe(() => {
      const { phase } = download.current()
      clearTimeout(timer)
      if (phase === 'idle') ofClient.delete(key)
      if (phase !== 'saved') return
      // The button may have left, also with its shadow root.
      announce(
        element.isConnected ? element : element.ownerDocument.body,
        { ...pageDownloadWords, ...messages }.downloadSaved,
      )
      timer = setTimeout(download.abort, SAVED_SHOWN_FOR)
    })
    return download
  })
}

/** What a button shows of a download's state. */
export type ShownState = Pick<DownloadState, 'phase'> & Partial<DownloadState>

/** The download that a button shows. */
export interface ShownDownload
  extends Pick<VideoDownload, 'subscribe'>, Partial<Pick<VideoDownload, 'abort'>> {
  current: () => ShownState
}

/** What a button shows of a download: an icon and words, and those of the button that cancels it. */
interface DownloadView {
  content?: [icon: string, words: string]
  cancel?: [icon: string, words: string]
}

/** Describes a download by the app's words, or the English ones. */
export function describe(
  { phase, loaded = 0, total }: ShownState,
  messages: Partial<VideoTaskMessages>,
): DownloadView {
  const words = { ...pageDownloadWords, ...messages }
  if (phase === 'saved') return { content: [checkIcon, words.downloadSaved] }
  if (phase !== 'downloading') return {}
  // In steps of five: a screen reader reads out each change of the focused button's name.
  const percents = new Intl.NumberFormat(messages.locale ?? 'en', { style: 'percent' })
  const percent = total ? percents.format(Math.min(20, Math.floor((loaded / total) * 20)) / 20) : ''
  return {
    content: [downloadIcon, words.downloading(percent)],
    cancel: [closeIcon, words.cancelDownload],
  }
}

/** Time for which the button says that the video was saved, in ms. */
const SAVED_SHOWN_FOR = 2_000
