import type { FramePoster } from './framePosters.js'
import type { VideoClient } from '../../core/client/VideoClient.js'

/** More frames than these are not kept: the one shown the longest ago goes first. */
const MAX_POSTERS = 32
/** A wider frame is drawn smaller, in pixels. */
const MAX_POSTER_WIDTH = 480
/** Positions of which the first frame that is not black is drawn, in seconds. */
const POSITIONS = [0, 0.4, 1, 2, 4]
/** A pixel whose channels sum up to less, of 765, counts as black. */
const MIN_LIGHT = 96
/** A larger picture is not sent, in bytes: no proxy takes it. */
const MAX_STILL_BYTES = 256 * 1024
/** A frame with a larger share of other pixels is not black. */
const MIN_LIGHT_SHARE = 0.02

interface ShownFrame {
  video: HTMLVideoElement
  /** Where to show it; null where that has unmounted. */
  canvas: { readonly current: HTMLCanvasElement | null }
  /** The frames that are kept, and the key of this video's. */
  posters: Map<string, FramePoster>
  frameKey: string
  client: VideoClient
  /** The task whose proxy takes the frame as the picture of the film it keeps; null where none does. */
  stillOf: string | null
  /** Fires when the video leaves the page. */
  signal: AbortSignal
}

/** Shows the first frame of a video that is not black, drawn once. Without one the element shows its own first frame. */
export async function showFrame({
  video,
  canvas,
  posters,
  frameKey,
  client,
  stillOf,
  signal,
}: ShownFrame): Promise<void> {
  let poster = posters.get(frameKey)
  if (!poster) {
    const frame = await drawFrame(video, signal)
    if (!frame) return
    poster = { frame, length: video.duration }
  }
  posters.delete(frameKey)
  posters.set(frameKey, poster)
  const [oldest] = posters.keys()
  if (posters.size > MAX_POSTERS && oldest !== undefined) posters.delete(oldest)
  if (stillOf !== null) void sendFrame(poster, client, stillOf)
  const { current } = canvas
  if (!current) return
  const { frame } = poster
  current.width = frame.width
  current.height = frame.height
  current.getContext('2d')?.drawImage(frame, 0, 0)
}

/**
 * Draws the first frame of a paused video that is not black, once it is near the view: each takes milliseconds, and a page
 * may have a hundred. Undefined where the page may not read the video's pixels, where all frames are black, and once the
 * video plays.
 */
async function drawFrame(
  video: HTMLVideoElement,
  signal: AbortSignal,
): Promise<HTMLCanvasElement | undefined> {
  await nearView(video, signal)
  const canvas = video.ownerDocument.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context || !video.videoWidth) return undefined
  canvas.width = Math.min(MAX_POSTER_WIDTH, video.videoWidth)
  canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth)
  let found: HTMLCanvasElement | undefined
  for (const position of POSITIONS.filter((second) => second < video.duration / 2)) {
    if (position > 0) await seek(video, position)
    if (!video.paused) break
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    const light = lightShare(context)
    if (light === undefined) break
    if (light > MIN_LIGHT_SHARE) {
      found = canvas
      break
    }
  }
  // Playback begins at the beginning, also where it was pressed meanwhile.
  if (POSITIONS.includes(video.currentTime)) video.currentTime = 0
  return found
}

/**
 * Sends a drawn frame as the still of its video, once, to a client that can. Whether it is taken changes nothing on the page,
 * which shows the frame: a refusal, such as of a second page, is no error to anyone.
 */
async function sendFrame(poster: FramePoster, client: VideoClient, taskId: string): Promise<void> {
  if (poster.isSent || !client.sendStill) return
  poster.isSent = true
  const picture = await new Promise<Blob | null>((resolve) => poster.frame.toBlob(resolve, 'image/jpeg', 0.8))
  if (picture && picture.size <= MAX_STILL_BYTES)
    await client.sendStill(taskId, picture).catch(() => undefined)
}

/** Waits for a video that comes near the view. Does not settle where it leaves the page before. */
function nearView(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return
    // Of the video's own window, whose viewport it is in. jsdom has none.
    const { IntersectionObserver } = video.ownerDocument.defaultView ?? {}
    if (!IntersectionObserver) return resolve()
    const observer = new IntersectionObserver(
      (changes) => {
        if (!changes.at(-1)?.isIntersecting) return
        observer.disconnect()
        resolve()
      },
      { root: video.ownerDocument, rootMargin: '50% 0px' },
    )
    observer.observe(video)
    // An observer keeps what its callback refers to in memory, and so the video that it observes.
    signal.addEventListener('abort', () => observer.disconnect(), { once: true })
  })
}

function seek(video: HTMLVideoElement, position: number): Promise<void> {
  return new Promise((resolve) => {
    for (const type of ['seeked', 'error', 'emptied'])
      video.addEventListener(type, () => resolve(), { once: true })
    video.currentTime = position
  })
}

/** The share of pixels that are not black; undefined for a video of another origin. */
function lightShare(context: CanvasRenderingContext2D): number | undefined {
  const { width, height } = context.canvas
  try {
    const { data } = context.getImageData(0, 0, width, height)
    let light = 0
    for (let i = 0; i < data.length; i += 4)
      if ((data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0) >= MIN_LIGHT) light += 1
    return light / (data.length / 4)
  } catch {
    return undefined
  }
}
