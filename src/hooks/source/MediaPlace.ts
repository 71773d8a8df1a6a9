/** Where and how somebody was watching. */
export interface MediaPlace {
  /** What is put back as it was; each field as the element calls it. */
  settings: Partial<Pick<HTMLMediaElement, 'currentTime' | 'playbackRate' | 'volume' | 'muted'>>
  isPlaying: boolean
}

/** Notes where somebody is in a video, before its address changes under it. */
export function readPlace(media: HTMLMediaElement): MediaPlace {
  const { currentTime, playbackRate, volume, muted } = media
  const settings = { playbackRate, volume, muted, ...(currentTime > 0 && { currentTime }) }
  return { settings, isPlaying: !media.paused && !media.ended }
}

/** Puts a freshly loaded video back to where somebody was: loading resets place, rate and playing. */
export function restorePlace(media: HTMLMediaElement, { settings, isPlaying }: MediaPlace): void {
  Object.assign(media, settings)
  if (!isPlaying) media.pause()
  // Refused where the browser wants a click first: the controls are there for that one.
  else void Promise.resolve(media.play()).catch(() => undefined)
}
