import { createHash } from 'node:crypto'
import { createVideoClient } from 'react-video-task/client'
import { readVideoTaskLink } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { errorCode, MP4, mp4Response, SECRET, userOf } from '../support/createTestProxy.js'
import { idOf, serveProxy } from '../support/serveProxy.js'
import { startVideoApi } from '../support/startVideoApi.js'
import { openFileStore } from '../support/taskStores.js'

type Options = Partial<Parameters<typeof serveProxy>[0]>

/** A proxy with public links and a completed task of Ann's, which she has watched. */
async function startWithTask(options: Options = {}) {
  const api = await startVideoApi(({ path }) =>
    path.endsWith('/content') ? mp4Response({ 'content-length': String(MP4.length) }) : undefined,
  )
  const tasks = openFileStore()
  const proxy = await serveProxy({ baseURL: api.baseURL, tasks, routes: ['share', 'delete'], ...options })
  const id = await proxy.create('ann')
  Object.assign(api.tasks.get('video_1') ?? {}, { status: 'completed', progress: 100 })
  await proxy.send('GET', `/videos/${id}`, 'ann')
  const share = async (user = 'ann') => {
    const answer = await proxy.send('POST', `/videos/${id}/share`, user)
    return { answer, link: answer.ok ? idOf(await answer.clone().json()) : '' }
  }
  const visit = (path: string, init?: RequestInit) => fetch(`${proxy.baseURL}${path}`, init)
  return { api, tasks, proxy, id, share, visit }
}

describe('a public link', () => {
  it('shows film and state to everyone, and nothing of the owner', async () => {
    const { id, share, visit } = await startWithTask()
    const { answer, link } = await share()
    expect(await answer.json()).toEqual({ id: link, object: 'video.share', video_id: id })
    expect(link).toMatch(/^share_[\w-]{43}$/)

    const task = await visit(`/videos/${link}`)
    expect(task.headers.get('cache-control')).toBe('no-store')
    const text = await task.text()
    expect(JSON.parse(text)).toMatchObject({ id: link, object: 'video', status: 'completed', progress: 100 })
    for (const secret of [id, 'ann', 'A lake', 'params', 'title', 'video_url'])
      expect(text).not.toContain(secret)

    const film = await visit(`/videos/${link}/content?download`, { headers: { range: 'bytes=0-99' } })
    expect([film.status, film.headers.get('content-type')]).toEqual([206, 'video/mp4'])
    expect(film.headers.get('cache-control')).toBe('private, no-cache')
    expect(film.headers.get('content-disposition')).toContain('video-shared.mp4')
    expect(new Uint8Array(await film.arrayBuffer())).toEqual(MP4.slice(0, 100))
    expect((await visit(`/videos/${link}/content`, { method: 'HEAD' })).status).toBe(200)
  })

  it('works with the client of a public page, which needs no session', async () => {
    const { id, share, proxy } = await startWithTask()
    const { link } = await share()
    const owner = createVideoClient({ baseURL: proxy.baseURL, headers: { 'x-user': 'ann' } })
    expect(await owner.share(id)).toBe(link)
    const client = createVideoClient({ baseURL: proxy.baseURL })
    expect(await client.retrieve(link)).toMatchObject({ id: link, status: 'completed' })
    expect((await fetch(client.contentUrl(link))).status).toBe(200)
    await expect(client.share(id)).rejects.toMatchObject({ status: 403 })
    await owner.unshare(id)
    await expect(client.retrieve(link)).rejects.toMatchObject({ status: 404 })
  })

  it('is the same until it is revoked, at once, and another one afterwards', async () => {
    const { proxy, id, share, visit } = await startWithTask()
    const [{ link }, again] = [await share(), await share()]
    expect(again.link).toBe(link)
    const revoked = await proxy.send('DELETE', `/videos/${id}/share`, 'ann')
    expect(await revoked.json()).toEqual({ object: 'video.share.deleted', video_id: id, deleted: true })
    for (const path of [`/videos/${link}`, `/videos/${link}/content`]) {
      const answer = await visit(path)
      expect([answer.status, await errorCode(answer)]).toEqual([404, 'task_not_exist'])
    }
    expect((await proxy.send('DELETE', `/videos/${id}/share`, 'ann')).status).toBe(200)
    const next = (await share()).link
    expect(next).not.toBe(link)
    expect((await visit(`/videos/${next}`)).status).toBe(200)
  })

  it('ends for links that were made at the same moment, all of them', async () => {
    const { proxy, id, share, visit } = await startWithTask()
    const links = (await Promise.all(Array.from({ length: 8 }, () => share()))).map(({ link }) => link)
    expect((await visit(`/videos/${links[7]}`)).status).toBe(200)
    await proxy.send('DELETE', `/videos/${id}/share`, 'ann')
    const statuses = links.map(async (link) => (await visit(`/videos/${link}`)).status)
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([404]))
  })

  it('ends with its task, and is in no list', async () => {
    const { proxy, tasks, id, share, visit } = await startWithTask()
    const { link } = await share()
    const list = Object(await (await proxy.send('GET', '/videos', 'ann')).json())
    expect(list.data).toHaveLength(1)
    expect(await tasks.list({ isPending: true, limit: 10 })).toEqual([])
    expect((await proxy.send('DELETE', `/videos/${id}`, 'ann')).status).toBe(200)
    expect((await visit(`/videos/${link}/content`)).status).toBe(404)
    expect(await tasks.list({ owner: `share\n${id}`, limit: 10 })).toEqual([])
  })

  it('is made and revoked by the owner alone, and from no other site', async () => {
    const { proxy, id, share, visit } = await startWithTask()
    const { link } = await share()
    for (const method of ['POST', 'DELETE']) {
      const path = `/videos/${id}/share`
      const answers = [
        await proxy.send(method, path, 'bob'),
        await visit(path, { method }),
        await proxy.send(method, path, 'ann', { headers: { origin: 'https://evil.test' } }),
        // A link is not its task: it cannot be shared, and so not be revoked.
        await proxy.send(method, `/videos/${link}/share`, 'ann'),
        await visit(`/videos/${link}/share`, { method }),
      ]
      expect(answers.map(({ status }) => status)).toEqual([404, 403, 403, 404, 403])
    }
    expect((await proxy.send('DELETE', `/videos/${link}`, 'bob')).status).toBe(404)
    expect((await visit(`/videos/${link}`)).status).toBe(200)
  })

  it('cannot be guessed: every other id is answered alike, without a request to the API', async () => {
    const { api, id, share, visit } = await startWithTask()
    const { link } = await share()
    const last = link.at(-1) === 'A' ? 'B' : 'A'
    const digest = createHash('sha256').update(link).digest('base64url')
    const calls = api.calls.length
    const forged = [link.slice(0, -1) + last, `share_${digest}`, `share_${'A'.repeat(43)}`]
    for (const one of forged) {
      const answer = await visit(`/videos/${one}`)
      expect([answer.status, await errorCode(answer)]).toEqual([404, 'task_not_exist'])
    }
    for (const one of [
      link.slice(0, -1),
      `${link}A`,
      link.toUpperCase(),
      `share%0A${id}`,
      `share%0A${digest}`,
    ])
      expect([400, 403]).toContain((await visit(`/videos/${one}`)).status)
    expect(api.calls).toHaveLength(calls)
  })

  it.each([
    ['signed ids', { secret: SECRET }],
    ['no users', { authorize: () => true }],
  ])('works with %s', async (_, options: Options) => {
    const { share, visit } = await startWithTask(options)
    const { link } = await share()
    expect(await (await visit(`/videos/${link}`)).json()).toMatchObject({ id: link, status: 'completed' })
    expect((await visit(`/videos/${link}/content`)).status).toBe(200)
  })

  it('shows the status alone of an error of the API, and no header that names the task', async () => {
    let answer: () => Response | undefined = () => undefined
    const api = await startVideoApi(({ method }) => (method === 'GET' ? answer() : undefined))
    const { id, share, visit } = await startWithTask({
      baseURL: api.baseURL,
      tasks: openFileStore(),
      cache: false,
    })
    const { link } = await share()
    const words = { message: `${id} of ann: A lake`, type: 'ann', param: id, code: id }
    answer = () => Response.json({ error: words }, { status: 409, headers: { 'x-request-id': id } })
    for (const path of [`/videos/${link}`, `/videos/${link}/content`, `/videos?ids=${link}`]) {
      const shown = await visit(path)
      const text = (await shown.text()) + JSON.stringify([...shown.headers])
      expect(text).toContain('The video API answered 409.')
      for (const secret of [id, 'A lake', '"ann"']) expect(text).not.toContain(secret)
    }
    answer = () => Response.json({ error: { message: 'No', request_id: id } }, { status: 401 })
    for (const path of [`/videos/${link}`, `/videos/${link}/content`]) {
      const refused = await visit(path)
      expect([refused.status, await errorCode(refused)]).toEqual([502, 'upstream_unauthorized'])
      expect(JSON.stringify([...refused.headers])).not.toContain(id)
    }
    answer = () =>
      mp4Response({ etag: `"${id}"`, 'x-request-id': id, 'content-type': `video/mp4; name="${id}"` })
    const film = await visit(`/videos/${link}/content`)
    expect([film.status, film.headers.get('content-type')]).toEqual([200, 'video/mp4'])
    expect(JSON.stringify([...film.headers])).not.toContain(id)
  })

  it('shows what sharedFields returns, and no other state than the API’s', async () => {
    const { share, visit } = await startWithTask({
      sharedFields: ({ title, user }) => ({ title, by: user?.id, id: 'task_other', status: 'failed' }),
    })
    const { link } = await share()
    const task = await (await visit(`/videos/${link}`)).json()
    expect(task).toMatchObject({ id: link, status: 'completed', title: 'A lake', by: 'ann' })
  })

  it('asks authorize to make it and not to open it, and does not count for its owner', async () => {
    const calls: string[] = []
    const rated: unknown[] = []
    const { share, visit } = await startWithTask({
      authorize: (call) => {
        calls.push(call.action)
        return userOf(call)
      },
      rateLimit: ({ action, user }) => {
        rated.push([action, user?.id])
        return true
      },
    })
    const { link } = await share()
    expect(calls.pop()).toBe('share')
    expect(rated.pop()).toEqual(['share', 'ann'])
    const before = calls.length
    await visit(`/videos/${link}`)
    expect(calls).toHaveLength(before)
    expect(rated.pop()).toEqual(['retrieve', undefined])
  })

  it('is read for a public page, until it is revoked', async () => {
    const { proxy, tasks, id, share } = await startWithTask()
    const { link } = await share()
    expect(await readVideoTaskLink(tasks, link)).toMatchObject({
      title: 'A lake',
      user: { id: 'ann' },
      task: { id },
    })
    await proxy.send('DELETE', `/videos/${id}/share`, 'ann')
    const others = [link, id, '', 'share_', `share\n${id}`]
    for (const other of others) expect(await readVideoTaskLink(tasks, other)).toBeUndefined()
  })

  it('is refused while the store is down, and its id is in no report', async () => {
    const tasks = openFileStore()
    const { proxy, share, visit } = await startWithTask({ tasks })
    const { link } = await share()
    tasks.get = () => {
      throw new Error('The store is down')
    }
    const answer = await visit(`/videos/${link}/content`)
    expect([answer.status, await errorCode(answer)]).toEqual([503, 'tasks_unavailable'])
    expect(proxy.reported.at(-1)).toMatchObject({ code: 'tasks_unavailable' })
    expect(JSON.stringify(proxy.reported)).not.toContain(link)
  })

  it('is off until a route names it, and needs a store of tasks', async () => {
    const { proxy, id } = await startWithTask({ routes: [] })
    const answer = await proxy.send('POST', `/videos/${id}/share`, 'ann')
    expect([answer.status, await errorCode(answer)]).toEqual([404, 'not_found'])
    await expect(serveProxy({ baseURL: 'https://a.test/v1', routes: ['share'] })).rejects.toThrow(
      /`routes` names 'share': public links are kept in `tasks`/,
    )
  })
})
