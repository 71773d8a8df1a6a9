import { videoFileName } from '../../core/content/fileName.js'
import { videoDataOf } from '../../core/content/playableUrls.js'
import { openVideoContent, readContent } from '../../core/content/videoContent.js'
import { toVideoTaskError } from '../../core/errors/VideoTaskError.js'
import { createListeners } from '../../core/listeners.js'

/** What a download uses of a page's own code. */
export const downloadTools = {
  createListeners,
  openVideoContent,
  readContent,
  toVideoTaskError,
  videoDataOf,
  videoFileName,
}

export type DownloadTools = typeof downloadTools
