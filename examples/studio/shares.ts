import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { readVideoTaskRow } from 'react-video-task/server'
import { links, tasks, userOf } from './storage.js'

/** Whether a request has the secret of the film's public link. */
export const isShared = async (id: string, { url }: Request) =>
  (await links.get(id))?.owner === (new URL(url).searchParams.get('link') ?? '')

export const shares = new Hono()
  .post('/api/shares/:id', async (c) => {
    const { id } = c.req.param()
    const user = await userOf(c.req.raw)
    if (!user || (await tasks.get(id))?.owner !== user.id) return c.notFound()
    const link = { id, owner: randomUUID(), createdAt: Date.now(), isPending: false, data: '' }
    const known = await links.get(id)
    await (known ? links.delete(id) : links.put(link))
    return c.json({ url: known ? undefined : `/shared/${id}?link=${link.owner}` })
  })
  .get('/shared/:id', async (c) => {
    const { id } = c.req.param()
    const row = (await isShared(id, c.req.raw)) && (await tasks.get(id))
    const shared = row && readVideoTaskRow(row)
    if (!shared) return c.notFound()
    const { origin, search, href } = new URL(c.req.url)
    const film = `${origin}/api/v1/videos/${id}/content${search}`
    return c.html(
      html`<!doctype html>
        <title>${shared.title}</title>
        <meta property="og:title" content="${shared.title}" />
        <meta property="og:type" content="video.other" />
        <meta property="og:url" content="${href}" />
        <meta property="og:video" content="${film}" />
        <meta property="og:video:type" content="video/mp4" />
        <video src="${film}" controls></video>`,
    )
  })
