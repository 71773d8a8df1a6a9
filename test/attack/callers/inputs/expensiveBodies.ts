/** Makes the body of a create that has to be refused, of a number of bytes. */
export interface ExpensiveBody {
  contentType: string
  make(size: number): Buffer
}

/** Fills the space between a start and an end with copies of a unit. */
function filled(start: string, unit: string, end: string, size: number): Buffer {
  const room = size - Buffer.byteLength(start) - Buffer.byteLength(end)
  const count = Math.max(1, Math.floor(room / Buffer.byteLength(unit)))
  return Buffer.concat([
    Buffer.from(start),
    Buffer.alloc(count * Buffer.byteLength(unit), unit),
    Buffer.from(end),
  ])
}

/** Writes numbered items one after the other until the space is full. */
function numbered(start: string, item: (index: number) => string, end: string, size: number): Buffer {
  const pieces = [start]
  for (let index = 0, length = start.length + end.length; length < size; index++) {
    const piece = item(index)
    pieces.push(piece)
    length += piece.length
  }
  return Buffer.from(pieces.join('') + end)
}

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'multipart/form-data; boundary=b'
const OPEN = '{"model":"wan2.6","prompt":"A lake","x":'

const json = (start: string, unit: string, end: string): ExpensiveBody => ({
  contentType: JSON_TYPE,
  make: (size) => filled(OPEN + start, unit, `${end}}`, size),
})
const form = (start: string, unit: string, end: string): ExpensiveBody => ({
  contentType: FORM_TYPE,
  make: (size) => filled(start, unit, end, size),
})
const field = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}`

/** Every shape in which a body can cost more than its bytes, the most expensive ones first. */
export const EXPENSIVE_BODIES: Readonly<Record<string, ExpensiveBody>> = {
  'JSON of many numbers': json('[', '1,', '1]'),
  'JSON of many keys': {
    contentType: JSON_TYPE,
    make: (size) => numbered(`${OPEN}{`, (index) => `"k${index}":1,`, '"k":1}}', size),
  },
  'a form of many small parts': form('', `${field('a', '')}\r\n`, '--b--\r\n'),
  'JSON of many empty objects': json('[', '{},', '{}]'),
  'JSON of many empty lists': json('[', '[],', '[]]'),
  'JSON of many short texts': json('[', '"",', '""]'),
  'JSON of many keys at the top': {
    contentType: JSON_TYPE,
    make: (size) => numbered('{"model":"wan2.6"', (index) => `,"k${index}":1`, '}', size),
  },
  'JSON of many objects of one key': json('[', '{"a":1},', '{}]'),
  'JSON nested in lists': {
    contentType: JSON_TYPE,
    make: (size) =>
      Buffer.concat([
        Buffer.from(OPEN),
        Buffer.alloc(size / 2, '['),
        Buffer.alloc(size / 2, ']'),
        Buffer.from('}'),
      ]),
  },
  'JSON nested in objects': json('', '{"a":', ''),
  'JSON of many lists of depth': json('[', `${'['.repeat(20)}${']'.repeat(20)},`, '[]]'),
  'JSON of one key again and again': json('{', '"a":1,', '"a":1}'),
  'JSON of many fractions': json('[', '1.7976931348623157e308,', '1]'),
  'JSON of many words': json('[', 'true,null,false,', 'null]'),
  'JSON cut off at its end': json('[', '1,', '1'),
  'JSON of one long text': json('"', 'a', '"'),
  'JSON of one long text of escapes': json('"', '\\u0041\\n', '"'),
  'JSON of one long text of emoji': json('"', '🎬', '"'),
  'JSON of one long number': json('', '7', ''),
  'JSON of one long prompt': {
    contentType: JSON_TYPE,
    make: (size) => filled('{"model":"wan2.6","prompt":"', 'A lake ', '"}', size),
  },
  'JSON of one long name': {
    contentType: JSON_TYPE,
    make: (size) => filled('{"model":"wan2.6","', 'a', '":1}', size),
  },
  'JSON of white space': {
    contentType: JSON_TYPE,
    make: (size) => filled('{', ' \n', '"model":"sora-2"}', size),
  },
  'bytes that are no text': { contentType: JSON_TYPE, make: (size) => Buffer.alloc(size, 0xff) },
  'a form of one long field': form(field('prompt', ''), 'A lake ', '\r\n--b--\r\n'),
  'a form of one large file under a wrong name': form(
    '--b\r\nContent-Disposition: form-data; name="x"; filename="a.png"\r\n\r\n',
    '\u0000PNG',
    '\r\n--b--\r\n',
  ),
  'a form of almost-delimiters': form(field('x', ''), '\r\n--', '\r\n--b--\r\n'),
  'a form of line breaks': form(field('x', ''), '\r\n', '\r\n--b--\r\n'),
  'a form of one long head': form(
    '--b\r\nContent-Disposition: form-data; name="x"\r\n',
    'X-A: a\r\n',
    '\r\nx\r\n--b--\r\n',
  ),
  'a form of one long name': form(
    '--b\r\nContent-Disposition: form-data; name="',
    'a',
    '"\r\n\r\nx\r\n--b--\r\n',
  ),
  'a form without its delimiter': form('', 'x', ''),
  'a form of parts without a name': form('', '--b\r\n\r\n\r\n', '--b--\r\n'),
  'a form of empty parts': form('', '--b\r\n', '--b--\r\n'),
  'a form of many files': form(
    '',
    '--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n\r\n',
    '--b--\r\n',
  ),
}
