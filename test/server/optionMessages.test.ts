import {
  createMemoryStore,
  createVideoCatalogue,
  createVideoLinkPage,
  createVideoProxy,
  signContentUrl,
  type VideoProxyOptions,
} from 'react-video-task/server'
import { describe, expect, it } from 'vitest'

const SECRET = 'a secret of the tests, 0123456789abcdef'
const store = { put: () => true, get: () => undefined, delete: () => true, list: () => [] }
const counter = { penalty: () => 1, reward: () => 1 }

const PATH =
  'A server has no page that it could be relative to: ' +
  "pass the absolute URL, such as 'https://api.cometapi.com/v1'."
const SHORT =
  'A `secret` must have at least 32 random characters: `openssl rand -base64 32` makes one. ' +
  'Keep it where the API key is kept, the same for all instances.'
const AUTH =
  "`auth` must be 'bearer', or the name of a header and the word before the key where there is one, such as " +
  "{ header: 'x-api-key' } or { header: 'authorization', scheme: 'Key' }."
const ARCHIVE = (name: string) =>
  `\`archive.store\` has no function \`${name}\`. Pass what createDirectoryArchive or createS3Archive returns, or an object ` +
  'with `put`, `get`, `delete` and `list`.'
const ABOVE_0 = (option: string, unit: string) =>
  `The \`${option}\` of createVideoProxy must be a whole number of ${unit} above 0.`
const MAX_DELAY = 2 ** 31 - 1

/** Options that cannot work, and the whole message. */
const MESSAGES: [options: Record<string, unknown>, message: string][] = [
  [
    { authorize: undefined },
    'createVideoProxy has no `authorize`. Without it anyone could create videos at your cost. Pass a function that ' +
      'names the user, or returns true for callers who may: ' +
      'createVideoProxy({ apiKey, authorize: ({ request }) => userOf(request) }).',
  ],
  [
    { authorizeCreate: true },
    '`authorizeCreate` must be a function that returns true for a create that is allowed.',
  ],
  [{ baseURL: '/api/v1?key=1' }, `The baseURL of createVideoProxy is the path '/api/v1'. ${PATH}`],
  [
    { secret: SECRET, contentLinks: { baseURL: '/api/v1' } },
    `The contentLinks.baseURL of createVideoProxy is the path '/api/v1'. ${PATH}`,
  ],
  [
    { secret: SECRET, contentLinks: { baseURL: 'https://app.test/api?a=1' } },
    '`contentLinks.baseURL` has a query, which the links would lose.',
  ],
  [
    { contentLinks: { baseURL: 'https://app.test/api' } },
    '`contentLinks` are signed: createVideoProxy needs a `secret` for them.',
  ],
  ...[59_999, 7 * 24 * 60 * 60 * 1000 + 1].map((lifetime): [Record<string, unknown>, string] => [
    { secret: SECRET, contentLinks: { baseURL: 'https://app.test/api', lifetime } },
    '`contentLinks.lifetime` must be from a minute to a week, in ms.',
  ]),
  [{ secret: 'x'.repeat(31) }, SHORT],
  [{ secret: [SECRET, ''] }, SHORT],
  [{ secret: [] }, '`secret` must be a text or a list of texts.'],
  [{ secret: 7 }, '`secret` must be a text or a list of texts.'],
  [{ auth: { header: 'x key' } }, AUTH],
  [{ auth: { header: 7 } }, AUTH],
  [{ auth: { header: 'authorization', scheme: 'Key:' } }, AUTH],
  [
    { allowedOrigins: ['app.example.com'] },
    "'app.example.com' in `allowedOrigins` is not an origin. Write scheme and host, as in 'https://app.example.com'.",
  ],
  [{ allowedHosts: 'app.example.com' }, '`allowedHosts` must be a list of host names.'],
  [
    { allowedHosts: ['https://app.example.com'] },
    "'https://app.example.com' in `allowedHosts` is not a host name. Write it without scheme and port, as in " +
      "'app.example.com'; '.example.com' includes the subdomains.",
  ],
  [{ cache: { ttl: 0 } }, ABOVE_0('cache.ttl', 'milliseconds')],
  ...['timeout', 'createTimeout', 'contentTimeout', 'bodyTimeout'].flatMap((name) =>
    [0, -1, 1.5, MAX_DELAY + 1].map((value): [Record<string, unknown>, string] => [
      { [name]: value },
      ABOVE_0(name, 'milliseconds'),
    ]),
  ),
  ...['maxBodyBytes', 'maxBufferedBytes'].map((name): [Record<string, unknown>, string] => [
    { [name]: 0 },
    ABOVE_0(name, 'bytes'),
  ]),
  [
    { maxBodyBytes: 1001, maxBufferedBytes: 1000 },
    '`maxBufferedBytes` must be at least `maxBodyBytes`: a larger body could never be read.',
  ],
  ...[['lists'], 'list', {}].map((routes): [Record<string, unknown>, string] => [
    { routes },
    "`routes` must be a list with some of 'remix', 'list', 'delete', 'share'.",
  ]),
  [
    { secret: SECRET, routes: ['list'] },
    "`routes` names 'list', and with a `secret` alone the owners are in signed ids, which are kept nowhere: the proxy " +
      'cannot find the tasks of a user in the list of the API. Pass a store as `owners` or `tasks`.',
  ],
  [{ routes: ['share'] }, "`routes` names 'share': public links are kept in `tasks`. Pass a store of tasks."],
  [{ sharedFields: {} }, '`sharedFields` must be a function.'],
  [
    { tasks: { put: () => true, list: () => [] } },
    '`tasks` must be a store with `put`, `get`, `list` and `delete`. It has no get, delete.',
  ],
  [{ onCreated: {} }, '`onCreated` must be a function.'],
  [{ onEnded: {} }, '`onEnded` must be a function.'],
  ...['put', 'get', 'delete', 'list'].map((name): [Record<string, unknown>, string] => [
    { archive: { store: { ...store, [name]: undefined } } },
    ARCHIVE(name),
  ]),
  [{ archive: { store, keep: true } }, '`archive.keep` must be a function.'],
  [{ archive: { store, publicUrl: 'https://a' } }, '`archive.publicUrl` must be a function.'],
  [{ archive: { store, maxBytes: 0.5 } }, ABOVE_0('archive.maxBytes', 'bytes')],
  [{ archive: { store, retention: 0 } }, ABOVE_0('archive.retention', 'milliseconds')],
  [
    { tasks: store, quota: { counter: { penalty: 1, reward: counter.reward }, limit: 1 } },
    '`quota.counter` must count with `penalty` and `reward`, as a limiter of rate-limiter-flexible does.',
  ],
  [
    { tasks: store, quota: { counter, limit: -1 } },
    '`quota.limit` must be a number of videos from 0, or a function that returns one.',
  ],
  [
    { quota: { counter, limit: 1 } },
    '`quota` gives videos that failed back to the day of their create, which `tasks` knows. Pass a store of tasks.',
  ],
  [{ limits: { promptLength: 0 } }, '`limits.promptLength` must be a whole number of characters above 0.'],
  [{ limits: { models: [7] } }, '`limits.models` must name models.'],
  ...[[0], [Infinity], ['5'], 5].map((seconds): [Record<string, unknown>, string] => [
    { limits: { models: { 'sora-2': { seconds } } } },
    "`limits.models['sora-2'].seconds` must be a list of lengths in seconds, such as [5, 10].",
  ]),
  [{ limits: { sizes: '1280x720' } }, "`limits.sizes` must be a list of texts, such as ['1280x720']."],
  [{ limits: { aspectRatios: [16] } }, "`limits.aspectRatios` must be a list of texts, such as ['16:9']."],
  [{ limits: { resolutions: [720] } }, "`limits.resolutions` must be a list of texts, such as ['720p']."],
  [
    { limits: { seconds: [5], defaults: { seconds: 8 } } },
    "`limits.defaults.seconds` is '8', which `seconds` beside it does not allow.",
  ],
  [{ limits: { references: { max: -1 } } }, '`limits.references.max` must be a whole number of images.'],
  [{ limits: { params: 'seed' } }, '`limits.params` must be a list of names.'],
  [
    { limits: { params: ['seed', 'task_id'] } },
    "`limits.params` names 'task_id'. Callers cannot choose the id of a task.",
  ],
]

describe('the message about', () => {
  it.each(MESSAGES)('the options %o is whole', (options, message) => {
    const untyped: VideoProxyOptions = JSON.parse('{}', () => ({
      apiKey: 'sk-0123456789',
      authorize: () => true,
      ...options,
    }))
    expect(() => createVideoProxy(untyped)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message }),
    )
  })

  it.each<[unknown, string]>([
    [
      undefined,
      'createVideoProxy has no API key: `apiKey` is missing or blank. Pass the key as `apiKey`, for example from an ' +
        'environment variable of the server: createVideoProxy({ apiKey: process.env.COMETAPI_KEY, authorize }).',
    ],
    [
      'sk 1',
      'The `apiKey` of createVideoProxy holds a space or a character that no header can carry. ' +
        "Pass the bare key, without quotes and without a word such as 'Bearer', which `auth` sets.",
    ],
  ])('the key %j is whole', (apiKey, message) => {
    const untyped: VideoProxyOptions = JSON.parse('{}', () => ({ apiKey, authorize: () => true }))
    expect(() => createVideoProxy(untyped)).toThrow(
      expect.objectContaining({ code: 'invalid_api_key', message }),
    )
  })

  it.each<[Record<string, unknown>, string]>([
    [{ baseURL: 'https://app.test/api?a=1' }, 'The `baseURL` of createVideoLinkPage must have no query.'],
    [{ tasks: undefined }, 'createVideoLinkPage has no `tasks`. Pass the store of tasks that the proxy has.'],
    [
      { title: 'A lake' },
      'The `title` of createVideoLinkPage must be a function that returns the title of a video.',
    ],
  ])('the page of a public link with %o is whole', (options, message) => {
    const untyped: Parameters<typeof createVideoLinkPage>[0] = JSON.parse('{}', () => ({
      ...{ baseURL: 'https://app.test/api', tasks: store, title: () => '' },
      ...options,
    }))
    expect(() => createVideoLinkPage(untyped)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message }),
    )
  })

  it('a catalogue without an absolute URL is whole', () => {
    expect(() => createVideoCatalogue({ url: '/models' })).toThrow(
      expect.objectContaining({ message: 'The `url` of createVideoCatalogue must be an absolute URL.' }),
    )
    expect(() => createVideoCatalogue({ ttl: 0 })).toThrow(ABOVE_0('ttl', 'milliseconds'))
  })

  it.each([
    [
      '/api/v1/videos/t1',
      60_000,
      'signContentUrl takes the URL of a content route, such as /api/v1/videos/{id}/content.',
    ],
    [
      '/api/v1/videos/t1/content',
      59_999,
      'The `lifetime` of a content link must be from a minute to a week, in ms.',
    ],
  ])('a content link to %s for %d ms is whole', async (url, lifetime, message) => {
    const sign = signContentUrl(url, { secret: SECRET, apiKey: 'sk-0123456789', lifetime })
    await expect(sign).rejects.toMatchObject({ code: 'invalid_options', message })
  })
})

describe('createVideoProxy accepts', () => {
  it.each<Partial<VideoProxyOptions>>([
    { timeout: MAX_DELAY, createTimeout: 1, contentTimeout: 1, bodyTimeout: MAX_DELAY },
    { maxBodyBytes: 1000, maxBufferedBytes: 1000 },
    { maxBodyBytes: Number.MAX_SAFE_INTEGER },
    { secret: ['x'.repeat(32), SECRET] },
    { secret: SECRET, contentLinks: { baseURL: 'https://app.test/api', lifetime: 60_000 } },
    { secret: SECRET, contentLinks: { baseURL: 'https://app.test/api', lifetime: 7 * 24 * 60 * 60 * 1000 } },
    { secret: SECRET, owners: createMemoryStore(), routes: ['list', 'remix', 'delete'] },
    { allowedOrigins: ['https://app.example.com/'], allowedHosts: ['.example.com'] },
    { auth: { header: 'x-api-key' } },
    {
      limits: {
        promptLength: 1,
        seconds: [0.5],
        params: [],
        models: { 'sora-2': { references: { max: 0 } } },
      },
    },
  ])('the options %o', (options) => {
    expect(() =>
      createVideoProxy({ apiKey: 'sk-0123456789', authorize: () => true, ...options }),
    ).not.toThrow()
  })
})
