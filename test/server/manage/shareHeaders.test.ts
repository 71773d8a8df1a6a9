import { describe, expect, it } from 'vitest'
import { MP4, mp4Response, SECRET } from '../support/createTestProxy.js'
import { idOf, serveProxy } from '../support/serveProxy.js'
import { startVideoApi } from '../support/startVideoApi.js'
import { openFileStore } from '../support/taskStores.js'

/** Opens the film of a public link, as the API answers it. */
async function openFilm(
  answer: (ids: { taskId: string; id: string }) => Response,
  headers: HeadersInit = {},
) {
  const ids = { taskId: 'video_1', id: '' }
  const api = await startVideoApi(({ path }) => (path.endsWith('/content') ? answer(ids) : undefined))
  const tasks = openFileStore()
  const proxy = await serveProxy({ baseURL: api.baseURL, tasks, routes: ['share'], secret: SECRET })
  ids.id = await proxy.create('ann')
  Object.assign(api.tasks.get(ids.taskId) ?? {}, { status: 'completed', progress: 100 })
  await proxy.send('GET', `/videos/${ids.id}`, 'ann')
  const link = idOf(await (await proxy.send('POST', `/videos/${ids.id}/share`, 'ann')).json())
  return { ...ids, film: await fetch(`${proxy.baseURL}/videos/${link}/content`, { headers }) }
}

describe('the film behind a public link', () => {
  it.each(['taskId', 'id'] as const)('has no header with the %s of the task', async (name) => {
    const { taskId, id, film } = await openFilm((ids) =>
      mp4Response({
        etag: `"${ids[name]}-1"`,
        'x-request-id': `req_${ids[name]}`,
        'content-type': `video/mp4; name="${ids[name]}"`,
      }),
    )
    expect(taskId).not.toBe(id)
    expect([film.status, film.headers.get('content-type')]).toEqual([200, 'video/mp4'])
    for (const secret of [taskId, id]) expect(JSON.stringify([...film.headers])).not.toContain(secret)
  })

  it('has the other headers as the API sent them', async () => {
    const sent = { etag: '"abc"', 'content-type': 'video/mp4; codecs="avc1"' }
    const { film } = await openFilm(() => mp4Response(sent))
    expect(Object.fromEntries(film.headers)).toMatchObject({ ...sent, 'cache-control': 'private, no-cache' })
  })

  it('has no media type where that names the task', async () => {
    const { film, taskId } = await openFilm((ids) => mp4Response({ 'content-type': `video/${ids.taskId}` }))
    expect(film.status).toBe(200)
    expect(film.headers.get('content-type') ?? '').not.toContain(taskId)
  })

  it.each([400, 404, 500])('is an error without the words of the API for its %d', async (status) => {
    const { film } = await openFilm(() => Response.json({ error: { message: 'A lake' } }, { status }))
    expect(film.status).toBe(status)
    expect(await film.text()).not.toContain('A lake')
  })

  it('is a 416 with its length for a range beyond its end', async () => {
    const { film } = await openFilm(() => mp4Response({ 'content-length': String(MP4.length) }), {
      range: 'bytes=4096-',
    })
    expect([film.status, film.headers.get('content-range')]).toEqual([416, 'bytes */4096'])
    expect(film.headers.get('cache-control')).toBe('private')
    expect(await film.text()).toBe('')
  })
})
