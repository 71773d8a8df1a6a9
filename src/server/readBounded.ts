/** Keeps nothing from one text to the next, as it is only ever given whole ones. */
const decoder = new TextDecoder()

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = pieces
  if (pieces.length === 1 && first) return first
  const all = new Uint8Array(length)
  let offset = 0
  for (const piece of pieces) {
    all.set(piece, offset)
    offset += piece.byteLength
  }
  return all
}

/** Reads a body as text, or gives `undefined` when it is longer than `maxBytes`. */
export async function readBounded(response: Response, maxBytes: number): Promise<string | undefined> {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const pieces: Uint8Array[] = []
  let seen = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return decoder.decode(join(pieces, seen))
    seen += value.byteLength
    if (seen > maxBytes) {
      await reader.cancel().catch(() => undefined)
      return undefined
    }
    pieces.push(value)
  }
}
