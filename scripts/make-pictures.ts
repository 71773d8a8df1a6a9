// Prints the emulator's pictures of a video as base64, drawn by Chromium from a clip: `npm run make-pictures`.
// They stand in src/testing/clips/pictures.ts, in the types that OpenAI documents.
import { landscape16x9 } from '../src/testing/clips/landscape16x9.js'
import { findChromium, launchChromium } from './browsers.js'

const browser = await launchChromium(findChromium)
const page = await browser.newPage()
const pictures = await page.evaluate(async (base64) => {
  const video = document.createElement('video')
  video.muted = true
  video.src = `data:video/mp4;base64,${base64}`
  await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }))
  const canvas = document.createElement('canvas')
  const drawing = canvas.getContext('2d')
  if (!drawing) throw new Error('Chromium gave no drawing context')
  const urls: string[] = []
  // No named function here: tsx would wrap it in a helper that the page does not have.
  for (const { type, width, times } of [
    { type: 'image/webp', width: 160, times: [0.5] },
    { type: 'image/jpeg', width: 240, times: [0.2, 1.2, 2.2, 3.2] },
  ]) {
    Object.assign(canvas, { width, height: 90 })
    const columns = Math.sqrt(times.length)
    for (const [index, time] of times.entries()) {
      video.currentTime = time
      await new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }))
      const [x, y] = [index % columns, Math.floor(index / columns)]
      const [frameWidth, frameHeight] = [width / columns, 90 / columns]
      drawing.drawImage(video, x * frameWidth, y * frameHeight, frameWidth, frameHeight)
    }
    urls.push(canvas.toDataURL(type, 0.5))
  }
  return urls
}, landscape16x9)
await browser.close()
for (const url of pictures) console.log(url)
