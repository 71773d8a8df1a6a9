/** Where and how somebody was watching. */
export interface MediaPlace {
  time: number
  rate: number
  volume: number
  muted: boolean
  playing: boolean
}

/** Notes where somebody is in a video, before its address changes under it. */
export function readPlace(media: HTMLMediaElement): MediaPlace {
  const { currentTime, playbackRate, volume, muted, paused, ended } = media
  return { time: currentTime, rate: playbackRate, volume, muted, playing: !paused && !ended }
}

/** Puts a freshly loaded video back to where somebody was: loading resets place, rate and playing. */
export function restorePlace(
  media: HTMLMediaElement,
  { time, rate, volume, muted, playing }: MediaPlace,
): void {
  media.volume = volume
  media.muted = muted
  media.playbackRate = rate
  if (time > 0) media.currentTime = time
  if (!playing) media.pause()
  // Refused where the browser wants a click first: the controls are there for that one.
  else void Promise.resolve(media.play()).catch(() => undefined)
}
