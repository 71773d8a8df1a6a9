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
  const draw = async (seconds: number, x: number, y: number, width: number, height: number) => {
    video.currentTime = seconds
    await new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }))
    drawing.drawImage(video, x, y, width, height)
  }
  Object.assign(canvas, { width: 160, height: 90 })
  await draw(0.5, 0, 0, 160, 90)
  const thumbnail = canvas.toDataURL('image/webp', 0.5)
  Object.assign(canvas, { width: 240, height: 90 })
  for (const frame of [0, 1, 2, 3])
    await draw(frame + 0.2, (frame % 2) * 120, Math.floor(frame / 2) * 45, 120, 45)
  return { thumbnail, spritesheet: canvas.toDataURL('image/jpeg', 0.5) }
}, landscape16x9)
await browser.close()
for (const [name, url] of Object.entries(pictures)) console.log(name, url.split(',')[1])
