import type { Random } from '../../random.js'

/** Parameters that gateways understand and no limit names. */
export const SPARE_NAMES = [
  ...[
    'n',
    'metadata',
    'model_name',
    'model_id',
    'engine',
    'deployment',
    'count',
    'num_videos',
    'batch_size',
    'duration',
  ],
  ...[
    'length',
    'width',
    'height',
    'fps',
    'quality',
    'priority',
    'channel',
    'group',
    'key',
    'api_key',
    'token',
    'user',
  ],
  ...[
    'extra_body',
    'extra',
    'options',
    'parameters',
    'params',
    'input',
    'callback_url',
    'webhook_url',
    'notify_hook',
  ],
  ...[
    'image_url',
    'video_url',
    'remix_id',
    'request_id',
    'stream',
    'service_tier',
    'store',
    'background',
    'tools',
  ],
]

const FULL_WIDTH = 0xfee0
const BOLD_SMALL_A = 0x1d41a

/** Letters that lenient readers fold into plain ones. */
const TWINS: Readonly<Record<string, readonly string[]>> = {
  s: ['ſ', 'ꜱ', 'ѕ'],
  k: ['\u212a'],
  i: ['ı', 'İ', 'і'],
  e: ['е', 'é', 'e\u0301'],
  o: ['о', 'ο', 'º'],
  m: ['ⅿ', 'ｍ'],
  n: ['ｎ', 'ո'],
  d: ['ⅾ'],
  l: ['ⅼ', 'Ⅼ'],
  p: ['р'],
  c: ['с', 'ⅽ'],
  t: ['ｔ'],
  z: ['ｚ'],
}

const DISGUISES: readonly ((name: string, random: Random) => string)[] = [
  (name) => name.toUpperCase(),
  (name) => name.slice(0, 1).toUpperCase() + name.slice(1),
  (name, random) => [...name].map((char) => (random() < 0.5 ? char.toUpperCase() : char)).join(''),
  (name) => [...name].map((char) => String.fromCodePoint(char.charCodeAt(0) + FULL_WIDTH)).join(''),
  (name) =>
    [...name]
      .map((char) =>
        /[a-z]/.test(char) ? String.fromCodePoint(BOLD_SMALL_A + char.charCodeAt(0) - 97) : char,
      )
      .join(''),
  (name, random) => [...name].map((char) => (TWINS[char] ? random.pick(TWINS[char]) : char)).join(''),
  (name, random) =>
    name + random.pick(['[]', '[0]', '[x]', '[', '.0', '.x', '[]]', '[a][b]', '*', ':', ';', '=']),
  (name, random) =>
    name +
    random.pick([
      ' ',
      '\u00a0',
      '\u200b',
      '\ufeff',
      '\u00ad',
      '\u2060',
      '\u3000',
      '\u0301',
      '\u202e',
      '\u0000',
      '\u001f',
      '\u0085',
    ]),
  (name, random) =>
    random.pick([' ', '\u00a0', '\u200b', '\ufeff', '\u2060', '\u0000', '$', '.', '[', '/', '@', '-', '+']) +
    name,
  (name, random) => {
    const at = random.int(1, name.length)
    return (
      name.slice(0, at) +
      random.pick(['\u200b', '\u00ad', '\u0000', '\ufeff', '_', '-', '\u034f', ' ']) +
      name.slice(at)
    )
  },
  (name) => `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`,
  (name) => `\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}`,
  (name) => `&#${name.charCodeAt(0)};${name.slice(1)}`,
  (name) => `=?utf-8?b?${Buffer.from(name).toString('base64')}?=`,
  (name, random) =>
    random.pick([
      `"${name}"`,
      `'${name}'`,
      `${name}\\`,
      `${name}"`,
      `__proto__.${name}`,
      `constructor[${name}]`,
      `__proto__[${name}]`,
    ]),
  (_, random) =>
    random.pick([
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      '__PROTO__',
      'ｃonstructor',
    ]),
]

/** Writes a name as some other reader takes for the same. */
export const disguiseName = (name: string, random: Random): string => random.pick(DISGUISES)(name, random)

/** Writes a value beyond a limit so that a careless check lets it through. */
export function disguiseValue(name: string, value: string, random: Random): unknown {
  if (name === 'seconds') {
    return random.pick<unknown>([
      60,
      '5.0',
      '5e1',
      ' 5',
      '5 ',
      '05',
      '0x5',
      '+5',
      '5\u200b',
      '５',
      [5],
      ['5', '60'],
      5.5,
      -5,
      '5,60',
      true,
      null,
      { toString: '5' },
    ])
  }
  if (name === 'model') {
    return random.pick<unknown>([
      'WAN2.6',
      'wan2.6 ',
      ' wan2.6',
      'wan2.6\u0000',
      'wan2.6\u200b',
      'wan２.6',
      'toString',
      '__proto__',
      ['wan2.6'],
      ['wan2.6', value],
      { id: 'wan2.6' },
      'wan2.6,sora-2',
      'wan2.6/../sora-2',
      value,
      null,
      1,
    ])
  }
  if (name === 'size') {
    return random.pick<unknown>([
      '1280X720',
      '1280×720',
      '1280x720 ',
      ' 1280x720',
      '01280x720',
      '1280x0720',
      '1280*720',
      '1280x720x2',
      ['1280x720'],
      { width: 1280 },
      value,
      null,
      1280,
    ])
  }
  return random.pick<unknown>([
    value,
    [value],
    { text: value },
    '🎬'.repeat(21),
    '\n'.repeat(41),
    'A lake'.padEnd(41),
    ['A', 'lake'],
    null,
    7,
  ])
}
