/** Where and how somebody was watching; volume and muted outlast a new address by themselves. */
export interface MediaPlace {
  time: number
  rate: number
  playing: boolean
}

/** Notes where somebody is in a video, before its address changes under it. */
export function readPlace({ currentTime, playbackRate, paused, ended }: HTMLMediaElement): MediaPlace {
  return { time: currentTime, rate: playbackRate, playing: !paused && !ended }
}

/** Puts a freshly loaded video back to where somebody was: loading resets place, rate and playing. */
export function restorePlace(media: HTMLMediaElement, { time, rate, playing }: MediaPlace): void {
  media.playbackRate = rate
  if (time > 0) media.currentTime = time
  if (!playing) media.pause()
  // Refused where the browser wants a click first: the controls are there for that one.
  else void Promise.resolve(media.play()).catch(() => undefined)
}
