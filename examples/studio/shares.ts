import { Hono } from 'hono'
import { html } from 'hono/html'
import { readVideoTaskLink } from 'react-video-task/server'
import { tasks } from './storage.js'

/** The page of a public link. */
export const shares = new Hono().get('/shared/:link', async (c) => {
  const { link } = c.req.param()
  const shared = await readVideoTaskLink(tasks, link)
  if (!shared) return c.notFound()
  const film = new URL(`/api/v1/videos/${link}/content`, c.req.url).href
  return c.html(
    html`<!doctype html>
      <title>${shared.title}</title>
      <meta property="og:title" content="${shared.title}" />
      <meta property="og:type" content="video.other" />
      <meta property="og:url" content="${c.req.url}" />
      <meta property="og:video" content="${film}" />
      <meta property="og:video:type" content="video/mp4" />
      <video src="${film}" controls></video>`,
  )
})
