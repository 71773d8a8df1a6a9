import { describe, expect, it } from 'vitest'
import { createTestProxy, get, mp4Response, TASK } from '../support/createTestProxy.js'

/** The URLs that content is taken from when the API redirects to each in turn, and the status. */
async function follow(...locations: string[]) {
  const left = [...locations]
  const { proxy, requests } = createTestProxy(() => {
    const location = left.shift()
    return location === undefined ? mp4Response() : new Response(null, { status: 302, headers: { location } })
  })
  const { status } = await proxy(get('/videos/t1/content'))
  return [status, requests.length - 1]
}

describe('redirects of content', () => {
  it.each([
    [4, 200, 4],
    [5, 502, 4],
  ])('are followed four times: %d of them are answered with %d', async (count, status, followed) => {
    const locations = Array.from({ length: count }, (_, index) => `https://a.test/${index}`)
    expect(await follow(...locations)).toEqual([status, followed])
  })

  it.each([301, 302, 303, 307, 308])('have the status %d', async (status) => {
    let count = 0
    const { proxy, requests } = createTestProxy(() =>
      ++count === 1
        ? new Response(null, { status, headers: { location: 'https://a.test/' } })
        : mp4Response(),
    )
    expect((await proxy(get('/videos/t1/content'))).status).toBe(200)
    expect(requests).toHaveLength(2)
  })

  it.each([
    ...['0.255.255.255', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255', '127.0.0.0'],
    ...['168.63.129.16', '169.254.0.0', '169.254.255.255', '172.16.0.0', '172.31.255.255', '192.0.0.0'],
    ...['192.0.0.255', '192.0.2.0', '192.0.2.255', '192.88.99.0', '192.88.99.255', '192.168.0.0'],
    ...['192.168.255.255', '198.18.0.0', '198.19.255.255', '198.51.100.0', '198.51.100.255'],
    ...['203.0.113.0', '203.0.113.255', '224.0.0.0', '255.255.255.255'],
    ...['[2001::1]', '[2001:1ff:ffff::1]', '[2001:db8::1]', '[2002::1]', '[3fff::1]', '[3fff:fff::1]'],
    ...['[1fff::1]', '[4000::1]', '[::1]', '[::]'],
  ])('do not lead into a network: %s', async (host) => {
    expect(await follow(`https://${host}/`)).toEqual([502, 0])
  })

  it.each([
    ...[
      '1.0.0.0',
      '9.255.255.255',
      '11.0.0.0',
      '100.63.255.255',
      '100.128.0.0',
      '126.255.255.255',
      '128.0.0.0',
    ],
    ...['168.63.129.15', '168.63.129.17', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0'],
    ...['191.255.255.255', '192.0.1.0', '192.0.1.255', '192.0.3.0', '192.88.98.255', '192.88.100.0'],
    ...['192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0', '198.51.99.255', '198.51.101.0'],
    ...['203.0.112.255', '203.0.114.0', '223.255.255.255'],
    ...[
      '[2000::1]',
      '[2001:200::1]',
      '[2001:db7::1]',
      '[2001:db9::1]',
      '[2003::1]',
      '[3ffe::1]',
      '[3fff:1000::1]',
    ],
  ])('lead to a host beside one: %s', async (host) => {
    expect(await follow(`https://${host}/`)).toEqual([200, 1])
  })
})

describe('a message about the gateway', () => {
  it.each([
    ...[
      '当前分组上游负载已饱和',
      '无可用渠道',
      '管道',
      '分組',
      '令牌已过期',
      '额度不足',
      '額度',
      '余额',
      '餘額',
      '負載',
    ],
    ...['No available key', 'no available keys', 'distributor failed', 'invalid TokenStatus'],
    ...['channel 17 is down', 'All channels failed', 'the group default', 'under group vip', 'current group'],
    ...['this groups', 'user group', 'token group', 'default group', 'auto group', 'upgrade groups'],
    ...['no access to group vip', 'access group', 'group ratio', 'groups name', 'group id', 'group upstream'],
    ...[
      'group is disabled',
      'group is deprecated',
      'your quota',
      'quotas',
      'billing failed',
      'top up',
      'top-up',
      'topup',
    ],
    ...['account balance', 'insufficient account credits', 'remaining balance', 'your credit'],
    ...['this token', 'invalid-token', 'api token', 'token name', 'token status', 'token not provided'],
    ...['token has expired', 'api key', 'api_keys', 'API-Key'],
  ])('is replaced: %s', async (message) => {
    const { proxy } = createTestProxy(() => Response.json({ error: { message, code: 'c' } }, { status: 503 }))
    expect(await (await proxy(get('/videos/t1'))).json()).toMatchObject({
      error: { message: 'The video service is not available at the moment. Try again later.', code: 'c' },
    })
  })

  it.each([
    ...[
      'The alpha channel is missing',
      'an audio-channel',
      '2 channels',
      'a stereo channel',
      'a group of people',
    ],
    ...['The prompt has too many tokens', 'Keys on a piano', 'a balance of colours', 'the lake is loaded'],
  ])('is another one, and stays: %s', async (message) => {
    const { proxy } = createTestProxy(() => Response.json({ error: { message, code: 'c' } }, { status: 400 }))
    expect(await (await proxy(get('/videos/t1'))).json()).toMatchObject({ error: { message, code: 'c' } })
  })

  it.each(['message', 'msg', 'reason', 'fail_reason', 'failure', 'description', 'errors'])(
    'of a failed task is replaced in %s, and of its model in no field',
    async (name) => {
      const task = {
        ...TASK,
        status: 'failed',
        [name]: 'No channel',
        note: 'No channel',
        channel_id: 7,
        quota: 9,
      }
      const { proxy } = createTestProxy(() => Response.json(task))
      const shown = await (await proxy(get('/videos/t1'))).json()
      expect(shown).toMatchObject({ [name]: 'The video could not be made.', note: 'No channel' })
      expect(shown).not.toHaveProperty('channel_id')
      expect(shown).not.toHaveProperty('quota')
    },
  )
})

describe('an answer of the API', () => {
  it.each([
    [{ 'ratelimit-reset': '7' }, '7'],
    [{ 'retry-after': '3', 'ratelimit-reset': '7' }, '3'],
    [{}, null],
  ])('with the status 429 and %j names the wait as %s', async (headers, wait) => {
    const { proxy } = createTestProxy(() =>
      Response.json({ error: { message: 'No' } }, { status: 429, headers }),
    )
    expect((await proxy(get('/videos/t1'))).headers.get('retry-after')).toBe(wait)
  })

  it.each([
    [{ message: 'No (request id: r-1)' }, {}, 'r-1'],
    [{ message: 'No', request_id: 'r-1' }, {}, 'r-1'],
    [{ message: 'No (request id: r-1)' }, { 'x-request-id': 'r-2' }, 'r-2'],
    [{ message: 'No' }, {}, null],
  ])('that refuses the key with %j and %j has the request id %s', async (body, headers, id) => {
    const { proxy, reported } = createTestProxy(() => Response.json(body, { status: 401, headers }))
    const answer = await proxy(get('/videos/t1'))
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([502, id])
    expect(reported).toMatchObject([
      { error: { cause: { message: expect.stringMatching(/^The video API answered 401: \{/) } } },
    ])
  })

  it('that refuses the key without a word is reported as such', async () => {
    const { proxy, reported } = createTestProxy(() => new Response(null, { status: 403 }))
    await proxy(get('/videos/t1'))
    expect(reported).toMatchObject([
      { error: { cause: { message: 'The video API answered 403: no reason given' } } },
    ])
  })

  it.each([
    [{ status: 200 }, '<html>', 502, 'with something that is not JSON'],
    [{ status: 503 }, '<html>', 503, 'with something that is not JSON'],
    [{ status: 200 }, `"${'x'.repeat(4 * 1024 * 1024 - 1)}"`, 502, 'with more than 4 MiB'],
    [{ status: 302 }, '', 502, 'a redirect instead of JSON'],
  ])('%j is no task: %#', async (init, body, status, message) => {
    const { proxy } = createTestProxy(() => new Response(body, init))
    const answer = await proxy(get('/videos/t1'))
    expect([answer.status, await answer.json()]).toMatchObject([
      status,
      { error: { message: expect.stringContaining(`The video API answered ${init.status} ${message}`) } },
    ])
  })

  it.each([202, 204])('with the status %d may be empty', async (status) => {
    const { proxy } = createTestProxy(() => new Response(null, { status }))
    expect(await (await proxy(get('/videos/t1'))).json()).toMatchObject({ id: 't1', status: 'queued' })
  })
})

describe('a key', () => {
  const echo = async (apiKey: string, text: string) => {
    const { proxy } = createTestProxy(() => Response.json({ ...TASK, note: text }), { apiKey })
    return (await (await proxy(get('/videos/t1'))).json()).note
  }

  it.each([
    ['abcde', 'abcde', 'abcde'],
    ['abcdef', 'a abcdef b', 'a [redacted] b'],
    ['abcdef', 'abcde', 'abcde'],
    ['abcdefg', 'ABCDEFG', '[redacted]'],
    ['abcdefgh', 'abcdefg', 'abcdefg'],
    ['abcdefghij', 'x bcdefghi x', 'x [redacted] x'],
    ['abcdefghij', 'x bcdefgh x', 'x bcdefgh x'],
    ['public1:secret12', 'public1 and secret12', '[redacted] and [redacted]'],
    ['abcdefghij', 'ab***ij', 'ab***ij'],
    ['abcdefghij', 'abc***x', '[redacted]x'],
    ['abcdefghij', 'x***hij', 'x[redacted]'],
    ['abcdefghij', 'x ABC***x', 'x [redacted]x'],
    ['zyabcdefgh', 'ZYA…', '[redacted]'],
    ['`abcdefghi', '@ab***', '@ab***'],
    ['{abcdefghi', '[ab***', '[ab***'],
    ['abcdefghij', 'abcxxxxhij', '[redacted]'],
    ['abcdefghij', 'abcxxxhij', 'abcxxxhij'],
    ['abcdefghij', 'abc…hij abc...hij abc••hij', '[redacted] [redacted] [redacted]'],
  ])('%s is taken out of %j: %j', async (apiKey, text, expected) => {
    expect(await echo(apiKey, text)).toBe(expected)
  })
})
