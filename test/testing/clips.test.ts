import { describe, expect, it } from 'vitest'
import { createTestApi } from './support/createTestApi.js'
import { findBoxes, mp4Boxes, skip } from './support/mp4Boxes.js'

const SIZES = [
  '1280x720',
  '720x1280',
  '1088x832',
  '832x1088',
  '1920x1080',
  '1080x1920',
  '1440x1440',
  '1632x1248',
  '1248x1632',
]

async function download(size: string) {
  const { ask, clock, createTask } = createTestApi()
  const { id } = await createTask({ size })
  clock.advance(20_000)
  return new DataView(await (await ask(`/videos/${id}/content`)).arrayBuffer())
}

describe.each(SIZES)('the video of a task with the size %s', (size) => {
  it('has the aspect ratio of the size and less than 40 kB', async () => {
    const file = await download(size)
    const heads = findBoxes(file, 'moov/trak/tkhd')
    // The last two fields of a track header, in 16.16 fixed point; they are 0 in a sound track.
    const shapes = heads.map((head) =>
      [head.byteLength - 8, head.byteLength - 4].map((at) => head.getUint16(at)),
    )
    const [width = 0, height = 1] = shapes.find(([w]) => w !== 0) ?? []
    const [askedWidth = 0, askedHeight = 1] = size.split('x').map(Number)
    expect(width / height).toBe(askedWidth / askedHeight)
    expect(file.byteLength).toBeLessThan(40_000)
  })

  it('is H.264 main profile with a sound track, about four seconds long', async () => {
    const file = await download(size)
    const tables = findBoxes(file, 'moov/trak/mdia/minf/stbl/stsd').map((table) => skip(table, 8))
    expect(tables.flatMap((table) => mp4Boxes(table).map(({ type }) => type))).toEqual(['avc1', 'mp4a'])
    const [config] = tables.flatMap((table) =>
      findBoxes(table, 'avc1').flatMap((entry) => findBoxes(skip(entry, 78), 'avcC')),
    )
    expect(config?.getUint8(0)).toBe(1)
    expect(config?.getUint8(1)).toBe(77)
    const [head] = findBoxes(file, 'moov/mvhd')
    const seconds = (head?.getUint32(16) ?? 0) / (head?.getUint32(12) ?? 1)
    expect(seconds).toBeCloseTo(4, 0)
  })

  it('has its index before its media data, so that it can play while it loads', async () => {
    const types = mp4Boxes(await download(size)).map(({ type }) => type)
    expect(types[0]).toBe('ftyp')
    expect(types.indexOf('moov')).toBeLessThan(types.indexOf('mdat'))
  })
})
