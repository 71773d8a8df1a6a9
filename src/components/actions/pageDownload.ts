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

interface PageDownloadOptions {
  tools: DownloadTools
  client: VideoClient
  taskId: string
  /** Returns the task in the cache, for the file's name. */
  readTask: () => VideoTask | undefined
  messages: Partial<VideoTaskMessages>
  onChange: (state: DownloadState) => void
  /** Has the outcome read out: not every screen reader reads out the changed name of a focused button. */
  announce: (words: string) => void
}

/** Creates the download of a card's video, which is idle again some time after it was saved. */
export function createPageDownload({
  tools,
  client,
  taskId,
  readTask,
  messages,
  onChange,
  announce,
}: PageDownloadOptions): VideoDownload {
  const download = createVideoDownload(tools, client, taskId, readTask)
  let timer: ReturnType<typeof setTimeout> | undefined
  download.subscribe(() => {
    const state = download.current()
    clearTimeout(timer)
    onChange(state)
    if (state.phase !== 'saved') return
    announce({ ...pageDownloadWords, ...messages }.downloadSaved)
    timer = setTimeout(download.abort, SAVED_SHOWN_FOR)
  })
  return download
}

/** What a button shows of a download: an icon and words, and those of the button that cancels it. */
interface DownloadView {
  content?: [icon: string, words: string]
  cancel?: [icon: string, words: string]
}

/** Describes a download by the app's words, or the English ones. */
export function describeDownload(
  { phase, loaded, total }: DownloadState,
  messages: Partial<VideoTaskMessages>,
  formatPercent: (percent: number) => string,
): DownloadView {
  const words = { ...pageDownloadWords, ...messages }
  if (phase === 'saved') return { content: [checkIcon, words.downloadSaved] }
  if (phase !== 'downloading') return {}
  // In steps of five: a screen reader reads out each change of the focused button's name.
  const percent = total ? formatPercent(Math.min(20, Math.floor((loaded / total) * 20)) * 5) : ''
  return {
    content: [downloadIcon, words.downloading(percent)],
    cancel: [closeIcon, words.cancelDownload],
  }
}

/** Time for which the button says that the video was saved, in ms. */
const SAVED_SHOWN_FOR = 2_000
