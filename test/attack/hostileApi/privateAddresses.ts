import type { Random } from '../random.js'

type Quad = readonly [number, number, number, number]

/** IPv4 addresses that a server on the internet has no reason to name: loopback, link-local, private and shared ones. */
const QUADS: Readonly<Record<string, (random: Random) => Quad>> = {
  loopback: (random) => [
    127,
    random.pick([0, 0, random.int(0, 255)]),
    random.int(0, 255),
    random.int(1, 254),
  ],
  'link-local': (random) => [
    169,
    254,
    random.pick([169, random.int(0, 255)]),
    random.pick([254, random.int(1, 254)]),
  ],
  'private, 10/8': (random) => [10, random.int(0, 255), random.int(0, 255), random.int(1, 254)],
  'private, 172.16/12': (random) => [172, random.int(16, 31), random.int(0, 255), random.int(1, 254)],
  'private, 192.168/16': (random) => [192, 168, random.int(0, 255), random.int(1, 254)],
  'shared, 100.64/10': (random) => [100, random.int(64, 127), random.int(0, 255), random.int(1, 254)],
  'this host, 0/8': (random) => [0, random.pick([0, random.int(0, 255)]), 0, random.int(0, 254)],
}

const hex = (value: number, length = 0) => value.toString(16).padStart(length, '0')
const octal = (value: number) => `0${value.toString(8)}`
const whole = ([a, b, c, d]: Quad) => a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d
const fullWidth = (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
const mapped = ([a, b, c, d]: Quad) => `${hex(a * 256 + b)}:${hex(c * 256 + d)}`

/** The ways to write an IPv4 address as the host of a URL. */
const NOTATIONS: Readonly<Record<string, (quad: Quad, random: Random) => string>> = {
  dotted: (quad) => quad.join('.'),
  'with a dot at its end': (quad) => `${quad.join('.')}.`,
  'one decimal number': (quad) => String(whole(quad)),
  'one octal number': (quad) => octal(whole(quad)),
  'one hexadecimal number': (quad, random) =>
    `${random.pick(['0x', '0X'])}${hex(whole(quad), random.pick([0, 8, 12]))}`,
  'octal parts': (quad) => quad.map(octal).join('.'),
  'hexadecimal parts': (quad) => quad.map((part) => `0x${hex(part)}`).join('.'),
  'mixed parts': (quad, random) =>
    quad
      .map((part) => random.pick([String(part), octal(part), `0x${hex(part)}`, `00${octal(part)}`]))
      .join('.'),
  'two parts': ([a, b, c, d]) => `${a}.${b * 2 ** 16 + c * 2 ** 8 + d}`,
  'three parts': ([a, b, c, d]) => `${a}.${b}.${c * 2 ** 8 + d}`,
  'full-width digits': (quad) => fullWidth(quad.join('.')),
  'ideographic dots': (quad, random) => quad.join(random.pick(['。', '．', '｡'])),
  'percent-encoded': (quad) => [...quad.join('.')].map((char) => `%${hex(char.charCodeAt(0))}`).join(''),
  'mapped into IPv6': (quad) => `[::ffff:${quad.join('.')}]`,
  'mapped into IPv6, in hexadecimal': (quad) => `[::ffff:${mapped(quad)}]`,
  'mapped into IPv6, in full': (quad) => `[0000:0000:0000:0000:0000:FFFF:${mapped(quad).toUpperCase()}]`,
  'compatible with IPv4': (quad) => `[::${mapped(quad)}]`,
  'translated by NAT64': (quad) => `[64:ff9b::${mapped(quad)}]`,
  'in 6to4': (quad) => `[2002:${mapped(quad)}::]`,
}

/** Hosts that are no IPv4 address and lead inside all the same. */
const NAMES = [
  ...[
    '[::1]',
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '[fe80::1]',
    '[febf::abcd]',
    '[fc00::1]',
    '[fd12:3456:789a::1]',
    '[fec0::1]',
  ],
  ...[
    'localhost',
    'LOCALHOST',
    'localhost.',
    'api.localhost',
    'ｌocalhost',
    'loc%61lhost',
    '[::ffff:0:127.0.0.1]',
  ],
]

/** A host inside the network of the server, and the notation it is written in. */
export function privateHost(random: Random, turn: number): { notation: string; host: string } {
  const notations = Object.entries(NOTATIONS)
  const chosen = notations[turn % (notations.length + 3)]
  if (!chosen) return { notation: 'a name or an IPv6 address', host: random.pick(NAMES) }
  const [notation, write] = chosen
  return { notation, host: write(random.pick(Object.values(QUADS))(random), random) }
}
