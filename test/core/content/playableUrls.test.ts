import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { VideoClient, VideoTask } from 'react-video-task/client'
// Private: what players, links and downloads of the package show of a task.
import { contentUrlOf, playableUrls, videoDataOf } from '../../../src/core/content/playableUrls.js'
import { decodeVideoData } from '../../../src/core/content/videoData.js'

const url = 'https://a.test/v.mp4'
const completed = (fields: object = {}): VideoTask => ({
  ...{ id: 'a', object: 'video', status: 'completed', progress: 100 },
  ...fields,
})
const running: VideoTask = { ...{ id: 'a', object: 'video' }, status: 'in_progress', progress: 5 }
const clientOf = (contentUrl: VideoClient['contentUrl']): VideoClient => ({
  create: () => expect.fail('created'),
  retrieve: () => expect.fail('asked'),
  contentUrl,
})

describe('the URLs of a finished video', () => {
  it.each<[string, string[], Parameters<typeof playableUrls>]>([
    ['its own, then the content route', [url, '/c'], [completed({ video_url: url }), '/c']],
    [
      'the content route first where that is preferred',
      ['/c', url],
      [completed({ video_url: url }), '/c', 'content'],
    ],
    ['its own alone', [url], [completed({ video_url: url }), undefined, 'content']],
    ['the content route alone', ['/c'], [completed(), '/c']],
    ['that of the video inside the task', ['blob:1', '/c'], [completed(), '/c', 'url', 'blob:1']],
    [
      'its own in place of the video inside',
      [url],
      [completed({ video_url: url }), undefined, 'url', 'blob:1'],
    ],
    ['never a script', ['/c'], [completed({ video_url: 'javascript:alert(1)' }), '/c']],
    ['none', [], [completed(), undefined]],
  ])('are %s', (_, urls, parameters) => {
    expect(playableUrls(...parameters)).toEqual(urls)
  })

  it('are none before there is a video', () => {
    expect(playableUrls(undefined, '/c')).toEqual([])
    expect(playableUrls({ ...running, ...{ video_url: url } }, '/c')).toEqual([])
  })
})

describe('the content route', () => {
  it('is that of the id under which a completed task is watched', () => {
    const client = clientOf((id) => `/v1/${id}`)
    expect(contentUrlOf(client, 'asked', completed())).toBe('/v1/asked')
    for (const task of [running, undefined]) expect(contentUrlOf(client, 'asked', task)).toBeUndefined()
    for (const id of [null, undefined, '']) expect(contentUrlOf(client, id, completed())).toBeUndefined()
  })

  it('is none, and logged, where a client of the app has none', () => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => log.mockRestore())
    const error = new Error('no route')
    const client = clientOf(() => {
      throw error
    })
    expect(contentUrlOf(client, 'a', completed())).toBeUndefined()
    expect(log.mock.calls).toEqual([["The client's contentUrl() failed.", error]])
  })
})

describe('the video inside a task', () => {
  const data = `data:video/webm;base64,${Buffer.from([0, 7, 255]).toString('base64')}`

  it('is that of a completed one', () => {
    expect(videoDataOf(completed({ video_data: data }))).toBe(data)
    expect(videoDataOf({ ...running, ...{ video_data: data } })).toBeUndefined()
    expect(videoDataOf(undefined)).toBeUndefined()
  })

  it('is decoded to its bytes and its type', async () => {
    const video = decodeVideoData(data)
    expect(video?.type).toBe('video/webm')
    expect([...new Uint8Array((await video?.arrayBuffer()) ?? new ArrayBuffer())]).toEqual([0, 7, 255])
  })

  it.each([
    ['a page', `data:text/html;base64,${btoa('<p>')}`],
    ['text that is not encoded', 'data:video/mp4,AAAA'],
    ['no valid base64', 'data:video/mp4;base64,***'],
    ['nothing', ''],
  ])('is none where it is %s', (_, text) => {
    expect(decodeVideoData(text)).toBeUndefined()
  })
})
