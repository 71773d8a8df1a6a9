import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'

/** What downloads say, in English. */
export const downloadWords: Pick<
  VideoTaskMessages,
  'download' | 'downloading' | 'cancelDownload' | 'downloadSaved' | 'downloadFailed' | 'openVideo'
> = {
  download: 'Download',
  downloading: (percent) => `Downloading ${percent}`.trimEnd(),
  cancelDownload: 'Cancel download',
  downloadSaved: 'Saved',
  downloadFailed: 'The download did not work.',
  openVideo: 'Open the video',
}
