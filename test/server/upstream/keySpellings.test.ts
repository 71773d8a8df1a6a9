import { describe, expect, it } from 'vitest'
import { createTestProxy, get } from '../support/createTestProxy.js'

/** Names of HTML for signs. */
const HTML_NAMES = new Map(
  (
    '!excl "quot #num $dollar %percnt &amp \'apos (lpar )rpar *ast +plus ,comma .period /sol :colon ;semi <lt =equals ' +
    '>gt ?quest @commat [lsqb \\bsol ]rsqb ^hat `grave {lcub |verbar }rcub'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 1), entry.slice(1)]),
)

const hexOf = (sign: string) => sign.charCodeAt(0).toString(16)

/** The message of the API as the proxy passes it on. */
async function readMessage(apiKey: string, message: string): Promise<unknown> {
  const { proxy } = createTestProxy(() => Response.json({ error: { message } }, { status: 400 }), { apiKey })
  return (await (await proxy(get('/videos/t1'))).json()).error.message
}

describe('a key that the API sends back escaped', () => {
  it.each<[string, (key: string) => string]>([
    ['percent-encoded', encodeURIComponent],
    ['percent-encoded twice', (key) => encodeURIComponent(encodeURIComponent(key))],
    ['with HTML names', (key) => key.replace(/\W/g, (sign) => `&${HTML_NAMES.get(sign)};`)],
    [
      'with HTML names in capitals',
      (key) => key.replace(/\W/g, (sign) => `&${HTML_NAMES.get(sign)?.toUpperCase()};`),
    ],
    ['with HTML numbers', (key) => key.replace(/\W/g, (sign) => `&#${sign.charCodeAt(0)};`)],
    ['with HTML numbers in hex', (key) => key.replace(/\W/g, (sign) => `&#X${hexOf(sign)};`)],
    ['in JavaScript', (key) => key.replace(/\W/g, (sign) => `\\x${hexOf(sign)}`)],
    ['in JavaScript with braces', (key) => key.replace(/\W/g, (sign) => `\\u{${hexOf(sign)}}`)],
    ['in JSON', (key) => key.replace(/./gs, (sign) => `\\u${hexOf(sign).padStart(4, '0')}`)],
  ])('loses each of its signs, %s', async (_, write) => {
    const key = `sk${[...HTML_NAMES.keys()].join('a')}`
    expect(await readMessage(key, `Bad key ${write(key)}, sorry`)).toBe('Bad key [redacted], sorry')
  })

  it('loses its first and last sign in the full width of Chinese text', async () => {
    const key = '!canary-0815~'
    const wide = key.replace(/./g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
    expect(await readMessage(key, `Bad key ${wide}, sorry`)).toBe('Bad key [redacted], sorry')
  })

  it('loses its last character too, escaped at the end of the text', async () => {
    expect(await readMessage('sk-canary-0815', 'Bad key sk-canary-081\\5')).toBe('Bad key [redacted]')
  })
})

describe('a key of which the API shows the ends', () => {
  it.each([
    ['its start', 'azk***'],
    ['its end', '***zaz'],
    ['both', 'azk***zaz'],
    ['its start in capitals', 'AZK***'],
    ['its end in capitals', '***ZAZ'],
    ['its end, after another mask', '*** and ...zaz'],
  ])('loses them: %s', async (_, masked) => {
    const shown = await readMessage('azk-canary-0815-zaz', `Bad key ${masked}, sorry`)
    expect(shown).toMatch(/^Bad key (?:\*\*\* and )?\[redacted\], sorry$/)
  })
})
