import { describe, expect, it } from 'vitest'
import type { VideoTask } from 'react-video-task/client'
// Private: what comes from an API, a storage or another tab is read with them.
import {
  dropAbsent,
  hasTypes,
  isHttpUrl,
  isRecord,
  parseJson,
  parseList,
} from '../../../src/core/wire/fieldValues.js'
import { stillOf, thumbnailUrl } from '../../../src/core/wire/thumbnailUrl.js'

it.each<[unknown, boolean]>([
  ['https://a.test/v.mp4', true],
  ['HTTP://a.test', true],
  [' https://a.test/ ', true],
  ['https:///v.mp4', false],
  ['https:// a', false],
  ['https://[', false],
  ['ftp://a.test', false],
  ['javascript:alert(1)', false],
  ['/v.mp4', false],
  [7, false],
])('%j is an address on the web: %s', (value, isOne) => {
  expect(isHttpUrl(value)).toBe(isOne)
})

it('an object is neither null nor a list', () => {
  expect([{}, null, [], 'a', undefined].map(isRecord)).toEqual([true, false, false, false, false])
})

it('absent fields are left out, and a field that is named first counts', () => {
  expect(dropAbsent({ a: 1, b: undefined, c: null }, { b: 2, c: 3, d: 4, e: undefined })).toEqual({
    ...{ a: 1, c: null, d: 4 },
  })
  const hostile: object = JSON.parse('{"__proto__":{"x":1},"a":1}')
  for (const copy of [dropAbsent(hostile), dropAbsent({ b: 1 }, hostile)]) {
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
    expect(copy).not.toHaveProperty('x')
  }
})

describe('a JSON text', () => {
  it.each<[string, unknown]>([
    ['{"id":9007199254740991}', { id: 9007199254740991 }],
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['[-9007199254740993, 1]', ['-9007199254740993', 1]],
    ['{"id":"9007199254740993"}', { id: '9007199254740993' }],
    ['{"a":"x\\"9007199254740993"}', { a: 'x"9007199254740993' }],
    ['[0.12345678901234567890]', [0.12345678901234568]],
    ['[1e16, 12345678901234567]', [1e16, '12345678901234567']],
    ['{"id":', undefined],
    ['', undefined],
  ])('%s is read with all of its digits', (text, value) => {
    expect(parseJson(text)).toEqual(value)
  })

  it('is a list, or an empty one', () => {
    expect(['[1]', '{"a":1}', 'x', null].map(parseList)).toEqual([[1], [], [], []])
  })
})

it.each<[unknown, boolean]>([
  [{ a: 'x', b: 1 }, true],
  [{ a: 'x', b: 1, c: true, d: 'more' }, true],
  [{ a: 'x' }, false],
  [{ a: 7, b: 1 }, false],
  [{ a: 'x', b: Number.NaN }, false],
  [{ a: 'x', b: Infinity }, false],
  [{ a: 'x', b: 1, c: 'true' }, false],
  [{ a: 'x', b: 1, c: null }, false],
  [null, false],
  [['x'], false],
])('%j has the fields of a stored value: %s', (value, has) => {
  expect(hasTypes(value, { a: 'string', b: 'number', c: 'boolean|undefined' })).toBe(has)
})

describe('the picture of a finished video', () => {
  const picture = 'https://a.test/1.jpg'
  const task = (fields: object, status: VideoTask['status'] = 'completed'): VideoTask => ({
    ...{ id: 'a', object: 'video', progress: 100 },
    ...{ status, ...fields },
  })

  it.each(['thumbnail_url', 'thumbnail', 'cover_image_url', 'coverUrl', 'poster', 'COVER_URL'])(
    'is in its field %s, or in that of a part',
    (name) => {
      expect(thumbnailUrl(task({ [name]: picture }))).toBe(picture)
      expect(thumbnailUrl(task({ note: 'x', list: [{}], more: { [name]: picture } }))).toBe(picture)
    },
  )

  it('is its own before that of a part', () => {
    expect(thumbnailUrl(task({ more: { cover: 'https://a.test/2.jpg' }, cover: picture }))).toBe(picture)
  })

  it.each<[string, VideoTask | undefined]>([
    ['without a task', undefined],
    ['before the end', task({ thumbnail_url: picture }, 'in_progress')],
    ['that is no address', task({ thumbnail_url: 'data:image/png;base64,AA', cover: 7 })],
    ['under another name', task({ covers: picture, image_url: picture, my_cover_url: picture })],
    ['in a list', task({ covers: [{ cover_url: picture }] })],
  ])('is none %s', (_, value) => {
    expect(thumbnailUrl(value)).toBeUndefined()
  })

  it('that a proxy keeps is spoken of by a completed task alone', () => {
    expect(stillOf(task({ still: 'kept' }))).toBe('kept')
    const others = [task({}), task({ still: 'kept' }, 'in_progress'), undefined]
    expect(others.map(stillOf)).toEqual([undefined, undefined, undefined])
  })
})
