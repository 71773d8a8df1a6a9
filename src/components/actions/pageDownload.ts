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

// Downloads in the page: loaded with the pointer or the focus on the button, or with the first press. The build bundles it
// with its helpers, as all parts that load later.

interface PageDownloadOptions extends DownloadTools {
  client: VideoClient
  taskId: string
  /** Returns the task in the cache, for the file's name. */
  readTask: () => VideoTask | undefined
  messages: Partial<VideoTaskMessages>
  onChange: (state: DownloadState) => void
  /** Has the outcome read out: not every screen reader reads out the changed name of a focused button. */
  announce: (button: Element, words: string) => unknown
  element: Element
}

/** Creates the download of a card's video, which is idle again some time after it was saved. */
export function create({
  openVideoContent,
  toVideoTaskError,
  client,
  taskId,
  readTask,
  messages,
  onChange,
  announce,
  element,
}: PageDownloadOptions): VideoDownload {
  const download = createVideoDownload({ openVideoContent, toVideoTaskError }, client, taskId, readTask)
  let timer: ReturnType<typeof setTimeout> | undefined
  download.subscribe(() => {
    const state = download.current()
    clearTimeout(timer)
    onChange(state)
    if (state.phase !== 'saved') return
    announce(element, { ...pageDownloadWords, ...messages }.downloadSaved)
    timer = setTimeout(download.abort, SAVED_SHOWN_FOR)
  })
  return download
}

/** What is shown of a download. */
export type ShownDownload = Pick<DownloadState, 'phase'> & Partial<DownloadState>

/** What a button shows of a download: an icon and words, and those of the button that cancels it. */
interface DownloadView {
  content?: [icon: string, words: string]
  cancel?: [icon: string, words: string]
}

/** Describes a download by the app's words, or the English ones. */
export function describe(
  { phase, loaded = 0, total }: ShownDownload,
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
