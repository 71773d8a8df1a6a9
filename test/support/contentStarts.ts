const utf8 = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string, isLittleEndian: boolean) => {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), isLittleEndian)
  return bytes
}
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

/** How text starts that gateways and buckets send in the place of a video. */
export const textStarts: [name: string, bytes: Uint8Array<ArrayBuffer>][] = [
  ['a JSON object', utf8('{"error":"expired"}')],
  ['a JSON array', utf8('[{"code":"expired"}]')],
  ['a JSON string', utf8('"expired"')],
  ['a JSON number', utf8('404')],
  ['a JSON null', utf8('null')],
  ['JSON after white space', utf8('\r\n\t {"error":"expired"}')],
  ['JSON after more white space than is looked at', utf8(`${' '.repeat(100)}{"error":"expired"}`)],
  ['JSON in UTF-8 with a byte order mark', utf8('\ufeff{"error":"expired"}')],
  ['JSON in UTF-16 LE with a byte order mark', utf16('\ufeff{"error":"expired"}', true)],
  ['JSON in UTF-16 BE with a byte order mark', utf16('\ufeff{"error":"expired"}', false)],
  ['an HTML page', utf8('<!doctype html><title>502</title>')],
  ['an HTML page after a comment', utf8('<!-- edge --><html></html>')],
  ['XML', utf8('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')],
  ['XML in UTF-8 with a byte order mark', utf8('\ufeff<Error/>')],
  ['a plain sentence', utf8('Not ready yet')],
  ['a plain sentence in Chinese', utf8('视频已过期')],
]

/** How real files start, as encoders write them. */
export const mediaStarts: [name: string, bytes: Uint8Array<ArrayBuffer>][] = [
  ['MP4', hex('00000020 66747970 69736f6d 00000200 69736f6d 69736f32 61766331 6d703431 00000008 66726565')],
  ['QuickTime', hex('00000014 66747970 71742020 20050300 71742020 00000008 77696465')],
  ['QuickTime whose first box has the size "<", as text starts', hex('3c000000 6d646174 0000001f 65b84009')],
  ['WebM', hex('1a45dfa3 9f428681 0142f781 0142f281 0442f381 08428284 7765626d 42878104 42858102 18538067')],
  ['MPEG-TS', hex('47400010 0000b00d 0001c100 000001f0 002ab104 b2ffffff')],
  ['Ogg', hex('4f676753 00020000 00000000 0000a5a6 6b5c0000 0000d1d1')],
  ['JPEG', hex('ffd8ffe0 00104a46 49460001 01000001 00010000 ffdb0043')],
  ['PNG', hex('89504e47 0d0a1a0a 0000000d 49484452 00000280 00000168 08020000')],
  ['GIF', hex('47494638 39614001 b400f700 00000000')],
  ['WebP', hex('52494646 24120000 57454250 56503820 18120000 b04d009d')],
  ['AVIF', hex('0000001c 66747970 61766966 00000000 61766966 6d696631')],
]

/** A body that arrives byte by byte, empty chunks among them. */
export function trickle(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (let i = 0; i < bytes.byteLength; i++) {
        controller.enqueue(new Uint8Array(0))
        controller.enqueue(bytes.slice(i, i + 1))
      }
      controller.close()
    },
  })
}
