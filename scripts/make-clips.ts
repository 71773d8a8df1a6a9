// Draws the emulator's videos, one per aspect ratio, and writes each as a module: `npm run make-clips`. They show a dawn over
// hills, drawn from sines and encoded by ffmpeg. The same ffmpeg makes the same bytes: one thread, no dates, no banner.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CLIPS_FOLDER = fileURLToPath(new URL('../src/testing/clips/', import.meta.url))
const SECONDS = 4
const RATE = 24
const MAX_BYTES = 40_000

type Colour = [red: number, green: number, blue: number]

interface Hill {
  /** Height of the ridge from the top, as a share of the picture's height. */
  ridge: number
  /** As a share of the picture's short side. */
  swell: number
  /** Across a picture as wide as its short side. */
  waves: number
  /** In waves a second. */
  drift: number
  phase: number
  colour: Colour
}

interface Size {
  width: number
  height: number
}

const CLIPS = [
  { name: 'landscape16x9', width: 640, height: 360 },
  { name: 'portrait9x16', width: 360, height: 640 },
  { name: 'landscape17x13', width: 544, height: 416 },
  { name: 'portrait13x17', width: 416, height: 544 },
  { name: 'square1x1', width: 480, height: 480 },
]

/** Dawn, from the top of the sky to the horizon. */
const SKY: [Colour, Colour, Colour, Colour] = [
  [36, 49, 92],
  [94, 92, 142],
  [204, 142, 152],
  [247, 206, 160],
]
const HORIZON = 0.66
const SUN: Colour = [255, 236, 200]
const MIST: Colour = [226, 186, 182]

/** Hills from the farthest to the nearest. */
const HILLS: Hill[] = [
  { ridge: 0.58, swell: 0.05, waves: 1.3, drift: 0.012, phase: 0.15, colour: [182, 142, 160] },
  { ridge: 0.67, swell: 0.06, waves: 0.9, drift: 0.022, phase: 0.55, colour: [126, 110, 148] },
  { ridge: 0.78, swell: 0.07, waves: 0.7, drift: 0.036, phase: 0.3, colour: [70, 76, 120] },
  { ridge: 0.9, swell: 0.08, waves: 0.55, drift: 0.055, phase: 0.8, colour: [28, 38, 74] },
]

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

function mix([r, g, b]: Colour, [red, green, blue]: Colour, share: number): Colour {
  return [r + (red - r) * share, g + (green - g) * share, b + (blue - b) * share]
}

function skyAt(y: number): Colour {
  const [zenith, ...stops] = SKY
  const place = clamp(y / HORIZON, 0, 1) * stops.length
  return stops.reduce((above, stop, index) => mix(above, stop, clamp(place - index, 0, 1)), zenith)
}

/** The vertical offset of a ridge from its middle, as a share of the short side. */
function swellAt({ swell, waves, drift, phase }: Hill, x: number, time: number): number {
  const wave = (times: number) => Math.sin(2 * Math.PI * (times * (x * waves + drift * time) + phase * times))
  return -swell * (0.7 * wave(1) + 0.3 * wave(2.3))
}

function drawFrame({ width, height }: Size, time: number): Buffer {
  const short = Math.min(width, height)
  const sun = { x: 0.64 * width, y: (0.47 - 0.012 * time) * height }
  // Swells are shares of the short side, so that hills have one height in portrait and landscape.
  const hills = HILLS.map((hill) => ({
    colour: hill.colour,
    ridge: Float64Array.from({ length: width }, (_, x) => {
      return hill.ridge * height + swellAt(hill, (x / width - 0.5) * (width / short) * 0.6, time) * short
    }),
  }))
  const frame = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) {
    const sky = skyAt(y / height)
    for (let x = 0; x < width; x++) {
      const distance = Math.hypot(x - sun.x, y - sun.y) / short
      const disc = clamp((0.066 - distance) * short * 0.5, 0, 1)
      const halo = 0.6 * Math.exp(-((distance / 0.24) ** 2)) + 0.25 * Math.exp(-((distance / 0.5) ** 2))
      let colour = mix(sky, SUN, Math.max(disc, Math.min(halo, 1)))
      for (const hill of hills) {
        const below = y - (hill.ridge[x] ?? y)
        if (below <= 0) continue
        const front = mix(hill.colour, MIST, clamp(below / height / 0.5, 0, 0.4))
        colour = mix(colour, front, Math.min(below, 1))
      }
      // A static grain of one step prevents banding in the sky.
      const grain = (Math.imul(x * 374761393 + y * 668265263, 1274126177) >>> 24) / 255 - 0.5
      colour.forEach((channel, index) => {
        frame[(y * width + x) * 3 + index] = clamp(Math.round(channel + grain), 0, 255)
      })
    }
  }
  return frame
}

function encode({ width, height }: Size, frames: Buffer[], file: string): void {
  // Two soft notes that fade in and out.
  const sound =
    `sine=f=220:d=${SECONDS},volume=0.4[a];sine=f=330:d=${SECONDS},volume=0.25[b];[a][b]amix=inputs=2,` +
    `aresample=22050,afade=t=in:d=1,afade=t=out:st=${SECONDS - 1.2}:d=1.2[sound]`
  const picture = '[0:v]scale=out_color_matrix=bt709:out_range=tv,format=yuv420p[picture]'
  const args = [
    `-v error -y -f rawvideo -pix_fmt rgb24 -s ${width}x${height} -r ${RATE} -i -`,
    '-c:v libx264 -profile:v main -preset veryslow -crf 28 -g 96 -threads 1 -x264-params aq-mode=3',
    '-color_primaries bt709 -color_trc bt709 -colorspace bt709 -bsf:v filter_units=remove_types=6',
    '-c:a aac -b:a 16k -ac 1 -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact',
    `-t ${SECONDS} -movflags +faststart -map [picture] -map [sound]`,
  ]
  const graph = ['-filter_complex', `${picture};${sound}`]
  execFileSync('ffmpeg', [...args.join(' ').split(' '), ...graph, file], { input: Buffer.concat(frames) })
}

const folder = mkdtempSync(join(tmpdir(), 'clips-'))
for (const clip of CLIPS) {
  const file = join(folder, `${clip.name}.mp4`)
  const frames = Array.from({ length: SECONDS * RATE }, (_, index) => drawFrame(clip, index / RATE))
  encode(clip, frames, file)
  const bytes = readFileSync(file)
  if (bytes.length > MAX_BYTES)
    throw new Error(`${clip.name} has ${bytes.length} bytes, more than ${MAX_BYTES}`)
  writeFileSync(
    join(CLIPS_FOLDER, `${clip.name}.ts`),
    `/** ${clip.width}x${clip.height}, ${SECONDS} s, H.264 and AAC. Written by scripts/make-clips.ts. */\n` +
      `export const ${clip.name} =\n  '${bytes.toString('base64')}'\n`,
  )
  console.log(`${clip.name}: ${clip.width}x${clip.height}, ${bytes.length} bytes`)
}
rmSync(folder, { recursive: true })
