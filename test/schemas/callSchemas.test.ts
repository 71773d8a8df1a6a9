import {
  apiErrorSchema,
  remixVideoSchema,
  videoTaskDeletionSchema,
  videoTaskPageSchema,
} from 'react-video-task/schemas'
import { describe, expect, it } from 'vitest'
import { openFileStore } from '../server/support/taskStores.js'
import { serveProxy } from '../server/support/serveProxy.js'
import { startVideoApi } from '../server/support/startVideoApi.js'

/** A proxy with a task store, in front of an API with all routes. */
async function serveAll() {
  const api = await startVideoApi()
  const proxy = await serveProxy({
    baseURL: api.baseURL,
    routes: ['remix', 'delete'],
    tasks: openFileStore(),
  })
  return { api, proxy }
}

describe('answers of API and proxy', () => {
  it.each(['', '?limit=1'])('a page is one of videoTaskPageSchema: GET /videos%s', async (query) => {
    const { proxy } = await serveAll()
    for (let count = 0; count < 2; count++) await proxy.create('ann')
    const page = await (await proxy.send('GET', `/videos${query}`, 'ann')).json()
    expect(videoTaskPageSchema.parse(page)).toEqual(page)
    expect(page.data.length).toBe(query ? 1 : 2)
    expect(page.has_more).toBe(query !== '')
  })

  it('an empty page, whose ids are null, is one too', async () => {
    const { proxy } = await serveAll()
    const page = await (await proxy.send('GET', '/videos', 'ann')).json()
    expect(videoTaskPageSchema.parse(page)).toMatchObject({ first_id: null, last_id: null })
  })

  it('a deletion is one of videoTaskDeletionSchema', async () => {
    const { proxy } = await serveAll()
    const id = await proxy.create('ann')
    const deletion = await (await proxy.send('DELETE', `/videos/${id}`, 'ann')).json()
    expect(videoTaskDeletionSchema.parse(deletion)).toEqual(deletion)
    expect(deletion).toMatchObject({ id, deleted: true })
  })

  it('an error is one of apiErrorSchema, from the proxy as from the API', async () => {
    const { proxy, api } = await serveAll()
    const answers = [
      await proxy.send('GET', '/videos/unknown', 'ann'),
      await fetch(`${api.baseURL}/videos/unknown`),
    ]
    for (const answer of answers) {
      const error = await answer.json()
      expect(answer.ok).toBe(false)
      expect(apiErrorSchema.parse(error)).toEqual(error)
    }
  })
})

describe('the schemas accept', () => {
  it.each([
    { message: 'No', type: 'server_error', param: null, code: 'http_503' },
    { message: '-', type: '', param: 'size', code: 503 },
    { message: 'No', type: 'server_error', param: null, code: null, request_id: 'r' },
  ])('the error %j as it is', (error) => {
    expect(apiErrorSchema.parse({ error, trace: 1 })).toEqual({ error, trace: 1 })
  })

  it.each([
    { data: [], has_more: false },
    { object: 'list', data: [], first_id: 'a', last_id: 'b', has_more: true },
  ])('the page %j as it is', (page) => {
    expect(videoTaskPageSchema.parse(page)).toEqual(page)
  })

  it.each([
    { id: 't', deleted: true },
    { id: 't', object: 'video.deleted', deleted: true, deleted_at_api: false },
  ])('the deletion %j as it is', (deletion) => {
    expect(videoTaskDeletionSchema.parse(deletion)).toEqual(deletion)
  })
})

describe('the schemas refuse', () => {
  const TASK = { id: 't', object: 'video', status: 'queued', progress: 0 }

  it.each([
    [{ data: [TASK] }, 'has_more'],
    [{ data: [{ ...TASK, status: 'SUCCESS' }], has_more: false }, 'data'],
    [{ data: TASK, has_more: false }, 'data'],
    [{ object: 'videos', data: [], has_more: false }, 'object'],
    [{ data: [], last_id: 7, has_more: false }, 'last_id'],
  ])('a page of another dialect: %j', (page, name) => {
    expect(videoTaskPageSchema.safeParse(page).error?.issues[0]?.path[0]).toBe(name)
  })

  it.each([
    [{ deleted: true }, 'id'],
    [{ id: '', deleted: true }, 'id'],
    [{ id: 't', deleted: 'yes' }, 'deleted'],
    [{ id: 't', deleted: true, deleted_at_api: 'no' }, 'deleted_at_api'],
    [{ id: 't', object: 'video', deleted: true }, 'object'],
  ])('a deletion that is none: %j', (deletion, name) => {
    expect(videoTaskDeletionSchema.safeParse(deletion).error?.issues[0]?.path).toEqual([name])
  })

  it.each([
    { error: 'no' },
    { message: 'no' },
    { error: { message: '', type: 'x', param: null, code: null } },
    { error: { message: 'no', type: 'x', code: null } },
    { error: { message: 'no', type: 'x', param: null, code: 5.5 } },
  ])('an error of another gateway: %j', (error) => {
    expect(apiErrorSchema.safeParse(error).success).toBe(false)
  })

  it.each([{}, { prompt: ' ' }, { prompt: 7 }])('a remix without a prompt: %j', (params) => {
    expect(remixVideoSchema.safeParse(params).error?.issues).toMatchObject([
      {
        path: ['prompt'],
        message: "The parameter 'prompt' is missing or blank. It describes the new video.",
      },
    ])
  })

  it('and keep further fields', () => {
    expect(remixVideoSchema.parse({ prompt: 'night', seed: 7 })).toEqual({ prompt: 'night', seed: 7 })
    expect(videoTaskDeletionSchema.parse({ id: 't', deleted: false, cost: 1 })).toHaveProperty('cost', 1)
  })
})
