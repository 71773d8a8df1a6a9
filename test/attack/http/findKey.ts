/** The fewest characters of the key in a row that may not come out. */
const SHORTEST_RUN = 8

type Decoder = (text: string) => string

const fromCode = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '')

/** What a reader who looks for a key undoes. Each leaves alone what it does not know. */
const DECODERS: readonly Decoder[] = [
  (text) => text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => fromCode(parseInt(hex, 16))),
  (text) =>
    text.replace(/&#(?:x([0-9a-f]{1,8})|(\d{1,8}));?/gi, (_, hex: string | undefined, digits: string) =>
      fromCode(hex === undefined ? Number(digits) : parseInt(hex, 16)),
    ),
  (text) =>
    text
      .replace(/&quot;/g, '"')
      .replace(/&apos;/g, "'")
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&'),
  (text) => text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => fromCode(parseInt(hex, 16))),
  (text) => text.replace(/\\n|\\r|\\t/g, ' ').replace(/\\(["\\/])/g, '$1'),
  (text) => text.replace(/[\s\u200b\u00ad]+/g, ''),
  (text) =>
    text.replace(/(?:[0-9a-f]{2}[\s:]?){8,}/gi, (run) =>
      Buffer.from(run.replace(/[\s:]/g, ''), 'hex').toString('latin1'),
    ),
  ...[0, 1, 2, 3].map(
    (shift): Decoder =>
      (text) =>
        text.replace(
          /[\w+/-]{11,}/g,
          (run) => ` ${Buffer.from(run.slice(shift), 'base64').toString('latin1')} `,
        ),
  ),
]

/** How many decoders are tried one after the other. */
const DEPTH = 2
/** Longer texts are searched as they are, and decoded up to here. */
const MAX_DECODED = 20_000

/** The strings of a JSON text, names included, each apart from the next. */
function stringsOf(text: string): string {
  const strings: string[] = []
  try {
    JSON.parse(text, (name, value: unknown) => {
      strings.push(name)
      if (typeof value === 'string') strings.push(value)
      return value
    })
  } catch {
    return ''
  }
  return strings.join(' \u0001 ')
}

/** A finder of keys: of 8 of their characters or more in a row, in any case, however an answer spells them. */
export type KeyFinder = (text: string) => string | undefined

/** Every run of 8 characters of a text. */
const runsOf = (text: string) =>
  Array.from({ length: text.length - SHORTEST_RUN + 1 }, (_, at) => text.slice(at, at + SHORTEST_RUN))

/** Creates a finder of keys. It gives the characters that it found. */
export function createKeyFinder(keys: readonly string[]): KeyFinder {
  const escaped = keys.flatMap(runsOf).map((run) => run.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'))
  const pattern = new RegExp(escaped.join('|'), 'i')
  return (text) => {
    const whole = pattern.exec(text)
    if (whole) return whole[0]
    const short = text.slice(0, MAX_DECODED)
    const seen = new Set([short, stringsOf(short)])
    let layer = [...seen]
    for (let depth = 0; depth < DEPTH; depth++) {
      const next = new Set(layer.flatMap((one) => DECODERS.map((decode) => decode(one))))
      layer = [...next].filter((one) => !seen.has(one))
      for (const one of layer) {
        const found = pattern.exec(one)
        if (found) return found[0]
        seen.add(one)
      }
    }
    return undefined
  }
}
