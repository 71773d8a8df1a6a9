import { createVideoClient } from 'react-video-task/client'
import {
  createDirectoryArchive,
  pollVideoTaskOnce,
  type VideoProxyEndedContext,
  type VideoProxyFilm,
  watchVideoTasks,
} from 'react-video-task/server'
import { describe, expect, it, vi } from 'vitest'
import { archiveFolder } from '../support/archiveFolder.js'
import { SECRET } from '../support/createTestProxy.js'
import { serveProxy } from '../support/serveProxy.js'
import { makeFilm, sendFilm, startFilmApi } from '../support/startFilmApi.js'
import { openFileStore } from '../support/taskStores.js'

const FILM = makeFilm(50_000)

/**
 * A proxy with tasks and an archive for the users who have an account. A watcher on the server may read all tasks, and the
 * app's own code acts as a user.
 */
async function startApp(mode: object = {}) {
  const api = await startFilmApi((response) => sendFilm(response, FILM))
  api.state.extra = { status: 'in_progress', progress: 10, video_url: undefined }
  const finish = () => (api.state.extra = {})
  const accounts = new Set(['ann', 'bob'])
  const ended: VideoProxyEndedContext[] = []
  const films: VideoProxyFilm[] = []
  const tasks = openFileStore()
  const store = createDirectoryArchive(await archiveFolder())
  const proxy = await serveProxy({
    ...{ baseURL: api.baseURL, cache: false, tasks, routes: ['share'], ...mode },
    authorize: ({ request: { headers } }) => {
      const user = headers.get('x-user') ?? ''
      if (headers.get('x-admin') === 'yes') return user === 'watcher' || { id: user }
      return accounts.has(user) && { id: user }
    },
    onEnded: (context) => void ended.push(context),
    archive: {
      store,
      keep: (film) => {
        films.push(film)
        return film.user !== undefined && accounts.has(film.user.id)
      },
    },
  })
  const clientOf = (user: string, admin = 'no') =>
    createVideoClient({ baseURL: proxy.baseURL, headers: { 'x-user': user, 'x-admin': admin } })
  const watch = () => {
    const watching = watchVideoTasks(clientOf('watcher', 'yes'), {
      pending: async () => (await tasks.list({ isPending: true, limit: 9 })).map(({ id }) => id),
      onChange: () => undefined,
    })
    return () => watching.stop()
  }
  const untilIdle = () =>
    vi.waitFor(async () => {
      expect(await tasks.list({ isPending: true, limit: 9 })).toEqual([])
      expect([...(await store.list('jobs')), ...(await store.list('claims'))]).toEqual([])
    })
  return { api, finish, accounts, ended, films, tasks, store, proxy, clientOf, watch, untilIdle }
}

// A signed id says by itself whose the task is: who holds one may read what the API still has.
const modes: [string, object, number][] = [
  ['the store', {}, 404],
  ['signed ids', { secret: SECRET }, 200],
]

describe.each(modes)('with owners in %s', (_, mode, withOldId) => {
  it('a film whose end a watcher reads is kept for the owner that the record names', async () => {
    const { finish, films, store, proxy, watch, untilIdle } = await startApp(mode)
    const id = await proxy.create('ann')
    finish()
    const stop = watch()
    await vi.waitFor(async () => expect(await store.list('kept')).toHaveLength(1), { timeout: 10_000 })
    stop()
    await untilIdle()
    expect(films[0]).toMatchObject({ task: { id }, user: { id: 'ann' } })
    expect((await proxy.send('GET', `/videos/${id}/content`, 'ann')).status).toBe(200)
    expect((await proxy.send('GET', `/videos/${id}/content`, 'bob')).status).toBe(404)
  })

  it('the watch of a user without an account ends, the end is reported, and the film is neither kept nor shown', async () => {
    const { api, finish, accounts, ended, store, proxy, clientOf, watch, untilIdle } = await startApp(mode)
    const id = await proxy.create('ann')
    accounts.delete('ann')
    // Of the user's own page.
    const poll = await pollVideoTaskOnce(clientOf('ann'), id)
    expect(poll).toMatchObject({ delay: false, error: { status: 403, code: 'forbidden' } })

    finish()
    const stop = watch()
    await vi.waitFor(() => expect(ended).toHaveLength(1), { timeout: 10_000 })
    stop()
    await untilIdle()
    expect(ended).toMatchObject([{ task: { id, status: 'completed' }, user: { id: 'ann' } }])
    expect([await store.list('kept'), await store.list('films'), api.state.contents]).toEqual([[], [], 0])
    for (const user of ['ann', 'bob']) {
      for (const end of ['', '/content']) {
        const answer = await proxy.send('GET', `/videos/${id}${end}`, user)
        expect(answer.status).toBe(user === 'ann' ? 403 : 404)
      }
    }
    expect(await (await proxy.send('GET', '/videos', 'bob')).json()).toMatchObject({ data: [] })
  })

  it('the app deletes the videos of a user: rows, films and links, running ones included', async () => {
    const { finish, accounts, ended, tasks, store, proxy, clientOf, watch, untilIdle } = await startApp(mode)
    const kept = await proxy.create('ann')
    const bobs = await proxy.create('bob')
    finish()
    for (const [id, user] of [
      [kept, 'ann'],
      [bobs, 'bob'],
    ] as const)
      await proxy.send('GET', `/videos/${id}`, user)
    await vi.waitFor(async () => expect(await store.list('kept')).toHaveLength(2), { timeout: 10_000 })
    const link = (await clientOf('ann').share?.(kept)) ?? ''
    expect((await fetch(`${proxy.baseURL}/videos/${link}`)).status).toBe(200)
    const running = await proxy.create('ann')

    accounts.delete('ann')
    const client = clientOf('ann', 'yes')
    for (let page = await client.list?.(); page?.data.length; page = await client.list?.())
      for (const { id } of page.data) await client.delete?.(id)

    expect((await fetch(`${proxy.baseURL}/videos/${link}`)).status).toBe(404)
    expect(await store.list('films')).toHaveLength(1)
    expect((await tasks.list({ isPending: true, limit: 9 })).map(({ id }) => id)).toEqual([running])
    const stop = watch()
    await vi.waitFor(() => expect(ended).toHaveLength(3), { timeout: 10_000 })
    stop()
    await untilIdle()
    expect(ended[2]).toMatchObject({ task: { id: running }, user: { id: 'ann' } })
    expect(await tasks.list({ owner: 'ann', limit: 9 })).toEqual([])
    for (const id of [kept, running]) expect((await tasks.get(id)) ?? undefined).toBeUndefined()
    expect(await store.list('films')).toHaveLength(1)
    // A new account of the same name sees none of them.
    accounts.add('ann')
    expect(await (await proxy.send('GET', '/videos', 'ann')).json()).toMatchObject({ data: [] })
    for (const id of [kept, running])
      expect((await proxy.send('GET', `/videos/${id}`, 'ann')).status).toBe(withOldId)
    expect((await proxy.send('GET', `/videos/${bobs}/content`, 'bob')).status).toBe(200)
  })
})
