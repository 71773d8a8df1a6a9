/**
 * Reads the answer about many tasks, each part as soon as it is there: a line of its own, after a comma.
 *
 * @param onPart not called for what is no part
 */
export function readParts(
  response: Response,
  parseJson: (text: string) => unknown,
  onPart: (part: Part) => void,
): Promise<void> {
  return readLines(response, (line) => {
    const part = parseJson(line.replace(/^,/, ''))
    if (isPart(part)) onPart(part)
  })
}

/** What a request for one task would be answered with. */
export interface Part {
  id: string
  status: number
  headers: Record<string, string>
  /** A text where it is no JSON. */
  body: unknown
}

function isPart(value: unknown): value is Part {
  if (typeof value !== 'object' || value === null) return false
  const { id, status, headers, body }: Partial<Record<keyof Part, unknown>> = value
  const isAnswer = typeof id === 'string' && body !== undefined && STATUS.test(`${status}`)
  return isAnswer && typeof headers === 'object' && headers !== null
}

/** Those that an answer with a body can have. */
const STATUS = /^(?!304)[2-5]\d\d$/

/** Longest line that is read, in characters. */
const MAX_LINE_LENGTH = 2 ** 25

/** Reads a body line by line, each as soon as it is there. */
async function readLines(response: Response, onLine: (line: string) => void): Promise<void> {
  // React Native has no streams.
  const reader = response.body?.getReader()
  if (!reader) return (await response.text()).split('\n').forEach(onLine)
  const decoder = new TextDecoder()
  for (let rest = ''; ;) {
    const { value } = await reader.read()
    const lines = (rest + decoder.decode(value, { stream: !!value })).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(onLine)
    if (value && rest.length <= MAX_LINE_LENGTH) continue
    void reader.cancel().catch(() => undefined)
    return onLine(rest)
  }
}
