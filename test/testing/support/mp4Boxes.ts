interface Box {
  type: string
  body: DataView<ArrayBuffer>
}

/** Parses the top-level boxes of a part of an MP4 file (ISO/IEC 14496-12). */
export function mp4Boxes(view: DataView<ArrayBuffer>): Box[] {
  const boxes: Box[] = []
  for (let at = 0; at < view.byteLength;) {
    const size = view.getUint32(at)
    const type = String.fromCharCode(...[4, 5, 6, 7].map((offset) => view.getUint8(at + offset)))
    boxes.push({ type, body: new DataView(view.buffer, view.byteOffset + at + 8, size - 8) })
    at += size
  }
  return boxes
}

/** Finds the bodies of all boxes at a path, such as `moov/trak/tkhd`. */
export function findBoxes(view: DataView<ArrayBuffer>, path: string): DataView<ArrayBuffer>[] {
  const [first, ...rest] = path.split('/')
  const found = mp4Boxes(view).flatMap(({ type, body }) => (type === first ? [body] : []))
  return rest.length === 0 ? found : found.flatMap((body) => findBoxes(body, rest.join('/')))
}

/** Skips the fields that precede the boxes in a box. */
export function skip(view: DataView<ArrayBuffer>, bytes: number): DataView<ArrayBuffer> {
  return new DataView(view.buffer, view.byteOffset + bytes, view.byteLength - bytes)
}
