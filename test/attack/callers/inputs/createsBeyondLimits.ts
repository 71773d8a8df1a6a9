import { formRequest, jsonRequest, type Part, partsOf, writeForm } from '../../http/forms.js'
import type { RawRequest } from '../../http/exchange.js'
import type { Random } from '../../random.js'
import { disguiseName, disguiseValue, SPARE_NAMES } from './disguises.js'

/** A create within every limit. */
export const HONEST = { model: 'wan2.6', prompt: 'A lake', seconds: '5', size: '1280x720' }
type Checked = keyof typeof HONEST
export const CHECKED: readonly Checked[] = ['model', 'prompt', 'seconds', 'size']
/** What a create beyond every limit would ask for. */
const BEYOND: Record<Checked, string> = {
  model: 'sora-2-pro',
  prompt: 'A lake '.repeat(20),
  seconds: '60',
  size: '3840x2160',
}

/** A name of a checked parameter and a value for it beyond the limit. */
function beyond(random: Random): [Checked, string] {
  const name = random.pick(CHECKED)
  return [name, BEYOND[name]]
}

/** Puts a field before or after the honest ones. */
const withField = <T>(fields: readonly T[], field: T, random: Random) =>
  random() < 0.5 ? [field, ...fields] : [...fields, field]

/** A create of honest fields and one more, as a form or as JSON. */
function withParam(name: string, value: string, random: Random): RawRequest {
  if (random() < 0.5) return formRequest(withField(partsOf(HONEST), { name, value }, random))
  const entries = withField(Object.entries(HONEST), [name, value], random)
  return jsonRequest(
    `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`).join(',')}}`,
  )
}

const withPart = (part: Part, random: Random) => formRequest(withField(partsOf(HONEST), part, random))

/** The rule of ids, which are no caller's to send even where nothing is limited. */
export const OWN_ID = 'an id of the caller’s own'

/** Creates that ask for more than the limits allow, each written so that a careless reader lets it through. */
export const CREATES_BEYOND_LIMITS: Readonly<Record<string, (random: Random) => RawRequest>> = {
  'a parameter that no limit names': (random) =>
    withParam(random.pick(SPARE_NAMES), random.pick(['10', 'true', '{"model":"sora-2"}', 'x']), random),
  'an object or a list under another name': (random) => {
    const [name, value] = beyond(random)
    const nested = random.pick<unknown>([
      { [name]: value },
      [value],
      [{ [name]: value }],
      10,
      true,
      null,
      { a: { [name]: value } },
    ])
    return jsonRequest({ ...HONEST, [random.pick(SPARE_NAMES)]: nested })
  },
  [OWN_ID]: (random) =>
    withParam(
      random.pick(['id', 'task_id', 'taskId', 'ID', 'Id', 'task_ID', 'video_id', 'TaskId']),
      random.pick(['task_1', '../x', '5']),
      random,
    ),
  'a checked name in disguise': (random) => {
    const [name, value] = beyond(random)
    return withParam(disguiseName(name, random), value, random)
  },
  'a spare name in disguise': (random) =>
    withParam(disguiseName(random.pick(SPARE_NAMES), random), '10', random),
  'a value in disguise': (random) => {
    const [name, value] = beyond(random)
    return jsonRequest({ ...HONEST, [name]: disguiseValue(name, value, random) })
  },
  'a checked name twice': (random) => withParam(...beyond(random), random),
  'a checked name twice in JSON, once escaped': (random) => {
    const [name, value] = beyond(random)
    const escaped = [...name].map((char) =>
      random() < 0.5 ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    const fields = [
      `"${escaped.join('')}":${JSON.stringify(value)}`,
      ...Object.entries(HONEST).map(([key, item]) => `"${key}":${JSON.stringify(item)}`),
    ]
    return jsonRequest(`{${(random() < 0.5 ? fields : fields.reverse()).join(',')}}`)
  },
  'a part with a second name': (random) => {
    const [name, value] = beyond(random)
    const spare = random.pick([...CHECKED, 'x'])
    const other = random.pick([
      `${spare}"; name="${name}`,
      `${spare}"; name*="utf-8''${name}`,
      `${spare}"; name=${name}; x="`,
      `${spare}\\"; name=\\"${name}`,
      `${spare}"\r\nContent-Disposition: form-data; name="${name}`,
      `${spare}"; filename="a"; name="${name}`,
      `${name}"; filename="`,
      `${name}"; filename="${name}.txt`,
    ])
    return withPart({ name: other, value }, random)
  },
  'a part in another encoding': (random) => {
    const [name, value] = beyond(random)
    const lines = [
      random.pick([
        'Content-Transfer-Encoding: base64',
        'Content-Transfer-Encoding: quoted-printable',
        'Content-Type: text/plain; charset=utf-7',
        'Content-Type: text/plain; charset=utf-16',
        'Content-Type: application/json',
        'Content-Type: application/x-www-form-urlencoded',
        'Content-Type: multipart/mixed; boundary=c',
        `Content-Disposition: form-data; name="${name}"`,
        `X-A: b\r\n Content-Disposition: form-data; name="${name}"`,
      ]),
    ]
    const written = random.pick([
      value,
      Buffer.from(value).toString('base64'),
      `--c\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--c--`,
    ])
    return withPart({ name: random.pick([name, 'x', 'metadata']), value: written, lines }, random)
  },
  'a form that others read otherwise': (random) => {
    const [name, value] = beyond(random)
    const honest = writeForm(partsOf(HONEST)).toString()
    const hidden = `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const body = random.pick([
      hidden.replaceAll('\r\n', '\n') + honest,
      honest + hidden + '--b--\r\n',
      `\r\n${hidden}${honest}`,
      honest.replace(
        'A lake',
        `A lake\r\n--b \r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}`,
      ),
      honest.replace('A lake', `A lake\n--b\nContent-Disposition: form-data; name="${name}"\n\n${value}`),
      honest.replace('A lake', `A\r--b\rContent-Disposition: form-data; name="${name}"\r\r${value}`),
      honest.replaceAll('--b', '--bb'),
      honest.replace('--b--', `--b\r\n\r\n${value}\r\n--b--`),
    ])
    const type = random.pick([
      'b',
      '"b"',
      'b; boundary=c',
      'c; boundary=b',
      'b; charset=utf-16',
      'b, multipart/form-data; boundary=c',
    ])
    return {
      method: 'POST',
      path: '/api/v1/videos',
      headers: { 'content-type': `multipart/form-data; boundary=${type}` },
      body,
    }
  },
  'JSON in another encoding': (random) => {
    const [name, value] = beyond(random)
    const text = JSON.stringify({ ...HONEST, [name]: value })
    const body = random.pick([
      Buffer.from(text, 'utf16le'),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0x22, 0x7d])]),
    ])
    const type = random.pick([
      'application/json',
      'application/json; charset=utf-16le',
      'application/json; charset=utf-7',
      'application/json, multipart/form-data; boundary=b',
    ])
    return { method: 'POST', path: '/api/v1/videos', headers: { 'content-type': type }, body }
  },
  'a body of another type': (random) => {
    const [name, value] = beyond(random)
    const body = random.pick([
      new URLSearchParams({ ...HONEST, [name]: value }).toString(),
      JSON.stringify({ [name]: value }),
    ])
    const type = random.pick([
      'application/x-www-form-urlencoded',
      'text/plain',
      'text/json',
      'application/json5',
      'application/vnd.api+json',
      '',
      'multipart/mixed; boundary=b',
      'application/jsonx',
    ])
    return { method: 'POST', path: '/api/v1/videos', headers: { 'content-type': type }, body }
  },
  'parameters outside the body': (random) => {
    const [name, value] = beyond(random)
    const query = new URLSearchParams({ [name]: value }).toString()
    const request = random() < 0.5 ? formRequest(partsOf(HONEST)) : jsonRequest(HONEST)
    if (random() < 0.5) return { ...request, path: `${request.path}?${query}` }
    const header = random.pick([
      `x-${name}`,
      name,
      'x-openai-model',
      'content-encoding',
      'trailer',
      'openai-beta',
    ])
    return {
      ...request,
      headers: { ...request.headers, [header]: random.pick([value.trim(), 'gzip', 'identity']) },
    }
  },
}
