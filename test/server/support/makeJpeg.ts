const segment = (marker: number, data: readonly number[]) => [
  0xff,
  marker,
  (data.length + 2) >> 8,
  (data.length + 2) & 255,
  ...data,
]

/** The bytes of a JPEG: its segments are those of a real one, and its data is noise of this length. */
export function makeJpeg(width = 480, height = 270, noise = 5_000, frame = 0xc0): Uint8Array<ArrayBuffer> {
  const size = [height >> 8, height & 255, width >> 8, width & 255]
  return Uint8Array.from([
    ...[0xff, 0xd8, ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0])],
    ...[...segment(0xdb, Array(65).fill(1)), ...segment(frame, [8, ...size, 1, 1, 0x11, 0])],
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    ...Array.from({ length: noise }, (_, at) => (at * 7) % 200),
    ...[0xff, 0xd9],
  ])
}
