import { describe, expect, it } from 'vitest'
import { startScript } from '../../support/startScript.js'

const MIB = 1024 * 1024
const SIZE = 32 * MIB - 1024

/** The most that a refused create may cost: CPU time in ms, memory in MiB. */
const MAX_CPU = 1500
const MAX_MEMORY = 128

interface Usage {
  cpu: number
  memory: number
  peak: number
}

/** Starts a proxy in a process of its own, until the test ends. */
async function startProxy(): Promise<string> {
  const script = startScript(new URL('../support/proxyProcess.ts', import.meta.url))
  return `http://127.0.0.1:${await script.firstOutput()}`
}

const readUsage = async (origin: string): Promise<Usage> =>
  JSON.parse(await (await fetch(`${origin}/usage`)).text())

const repeat = (text: string, size = SIZE) => text.repeat(Math.floor(size / Buffer.byteLength(text)))
const field = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const numbered = (write: (index: number) => string) => {
  const parts: string[] = []
  for (let size = 0, index = 0; size < SIZE - 100; index++) {
    const part = write(index)
    parts.push(part)
    size += part.length
  }
  return parts.join('')
}

const JSON_BODIES: [string, () => string][] = [
  ['many numbers', () => `{"a":[${repeat('1,', SIZE - 10)}1]}`],
  ['many names', () => `{${numbered((index) => `"k${index}":1,`)}"a":1}`],
  ['arrays inside each other', () => `{"a":${'['.repeat(SIZE / 2)}${']'.repeat(SIZE / 2)}}`],
  ['one long string in Chinese', () => `{"prompt":"${repeat('视', SIZE - 20)}"}`],
  ['one long string with few escapes', () => `{"prompt":"视\\n${repeat('x', SIZE - 30)}"}`],
  ['a long string that is not the prompt', () => `{"prompt":"a","x":"${repeat('\\n', SIZE - 40)}"}`],
  ['one long nested name', () => `{"a":{"${repeat('x', SIZE - 20)}":1}}`],
  ['nothing but space', () => repeat(' ')],
]

const FORMS: [string, () => string][] = [
  ['many parts', () => `${repeat(field('a', '1'), SIZE - 10)}--b--\r\n`],
  ['a text of line breaks', () => `${field('prompt', repeat('\r\n', SIZE - 200))}--b--\r\n`],
  ['a text of starts of boundaries', () => `${field('prompt', repeat('\r\n--', SIZE - 200))}--b--\r\n`],
  [
    'one file',
    () =>
      `--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n${repeat('x', SIZE - 200)}\r\n--b--\r\n`,
  ],
]

const CASES = [
  ...JSON_BODIES.map(([name, make]) => ({ name: `JSON: ${name}`, type: 'application/json', make })),
  ...FORMS.map(([name, make]) => ({
    name: `a form: ${name}`,
    type: 'multipart/form-data; boundary=b',
    make,
  })),
]

// Linux says how much memory a process had at most.
describe.runIf(process.platform === 'linux')('the cost of a refused create of 32 MiB', () => {
  it.each(CASES)('$name', { timeout: 60_000 }, async ({ name, type, make }) => {
    // Made first: the server closes a connection on which nothing is sent for 5 s.
    const body = make()
    const origin = await startProxy()
    const send = (text: string, headers: Record<string, string>) =>
      fetch(`${origin}/videos`, {
        method: 'POST',
        body: Buffer.from(text),
        headers: { 'content-type': type, ...headers },
      })
    // Once with a short body, so that code that is compiled on first use does not count.
    await send('x', { 'x-user': 'ann' })
    const before = await readUsage(origin)
    const response = await send(body, { 'x-user': 'ann' })
    expect([400, 403]).toContain(response.status)
    const after = await readUsage(origin)
    const cpu = Math.round(after.cpu - before.cpu)
    const memory = Math.round(after.peak - before.memory)
    if (process.env['SHOW_COST']) console.log(`${name}: ${response.status} ${cpu} ms, ${memory} MiB`)
    expect(cpu).toBeLessThan(MAX_CPU)
    expect(memory).toBeLessThan(MAX_MEMORY)
  })
})

describe.runIf(process.platform === 'linux')('the cost of a create that authorize denies', () => {
  it(
    'is little for a body of 15 MiB, which is read so that a browser gets its answer',
    { timeout: 60_000 },
    async () => {
      const origin = await startProxy()
      const send = (size: number) =>
        fetch(`${origin}/videos`, {
          method: 'POST',
          body: Buffer.alloc(size),
          headers: { 'content-type': 'application/json' },
        })
      await send(10)
      const before = await readUsage(origin)
      expect((await send(15 * MIB)).status).toBe(403)
      const after = await readUsage(origin)
      if (process.env['SHOW_COST']) console.log('drained', after.cpu - before.cpu, after.peak - before.memory)
      expect(after.cpu - before.cpu).toBeLessThan(300)
      expect(after.peak - before.memory).toBeLessThan(64)
    },
  )
})
