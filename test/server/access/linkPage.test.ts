import { createVideoLinkPage, type VideoLinkPageOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { serve } from '../../support/serve.js'
import { MP4, mp4Response } from '../support/createTestProxy.js'
import { idOf, serveProxy } from '../support/serveProxy.js'
import { startVideoApi } from '../support/startVideoApi.js'
import { openFileStore } from '../support/taskStores.js'

const HOSTILE = `A "fox" <script>alert('1')</script> & a lake`

/** A task of Ann's with a public link, the proxy that plays it, and the page of the link, each with a host of its own. */
async function start(
  options: Partial<VideoLinkPageOptions> = {},
  end: Record<string, unknown> = { status: 'completed', progress: 100 },
) {
  const api = await startVideoApi(({ path }) =>
    path.includes('/content') ? mp4Response({ 'content-length': String(MP4.length) }) : undefined,
  )
  const tasks = openFileStore()
  const proxy = await serveProxy({
    baseURL: api.baseURL,
    tasks,
    routes: ['share', 'delete'],
    onCreated: () => ({ title: HOSTILE }),
  })
  const id = await proxy.create('ann')
  Object.assign(api.tasks.get('video_1') ?? {}, { size: '1280x720', ...end })
  await proxy.send('GET', `/videos/${id}`, 'ann')
  const link = idOf(await (await proxy.send('POST', `/videos/${id}/share`, 'ann')).json())
  const page = createVideoLinkPage({ tasks, baseURL: proxy.baseURL, ...options })
  const origin = await serve(page)
  const visit = (path = `/shared/${link}`, init?: RequestInit) => fetch(`${origin}${path}`, init)
  return { proxy, tasks, id, link, origin, page, visit }
}

/** The Open Graph tags of a page, as a scraper reads them. */
function tagsOf(html: string): Record<string, string> {
  const tags = html.matchAll(/<meta property="([^"]+)" content="([^"]*)" \/>/g)
  return Object.fromEntries([...tags].map(([, name, content]) => [name, content]))
}

describe('createVideoLinkPage', () => {
  it('has tags by which the film is found and plays', async () => {
    const { proxy, link, origin, visit } = await start({ title: () => 'A fox', siteName: 'Studio' })
    const answer = await visit()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const tags = tagsOf(await answer.text())
    expect(tags).toEqual({
      'og:title': 'A fox',
      'og:type': 'video.other',
      'og:url': `${origin}/shared/${link}`.replace(origin, new URL(proxy.baseURL).origin),
      'og:site_name': 'Studio',
      'og:image': `${proxy.baseURL}/videos/${link}/content?variant=thumbnail`,
      'og:video': `${proxy.baseURL}/videos/${link}/content`,
      'og:video:type': 'video/mp4',
      'og:video:width': '1280',
      'og:video:height': '720',
    })
    const film = await fetch(tags['og:video'] ?? '', { headers: { range: 'bytes=0-9' } })
    expect([film.status, film.headers.get('content-type')]).toEqual([206, 'video/mp4'])
  })

  it('names the address of the request where the proxy is mounted at a path', async () => {
    const { link, page } = await start({ baseURL: '/api/v1/' })
    const tags = tagsOf(await (await page(new Request(`https://app.test/s/${link}?utm=1`))).text())
    expect(tags['og:url']).toBe(`https://app.test/s/${link}`)
    expect(tags['og:video']).toBe(`https://app.test/api/v1/videos/${link}/content`)
  })

  it('stays on its host, whatever the path begins with', async () => {
    const { link, page } = await start({ baseURL: '/api/v1' })
    const tags = tagsOf(await (await page(new Request(`https://app.test//evil.test/${link}`))).text())
    expect(tags['og:url']).toBe(`https://app.test//evil.test/${link}`)
  })

  it('says nothing of owner and prompt unless the app gives it a title', async () => {
    const { id, visit } = await start()
    const html = await (await visit()).text()
    expect(html).toContain('<title>Video</title>')
    expect(html).toContain('<html lang="en">')
    for (const secret of [id, 'ann', 'A lake', 'fox']) expect(html).not.toContain(secret)
  })

  it('escapes a title, also in attributes', async () => {
    const { visit } = await start({ title: ({ title }) => title, siteName: '"><b>', lang: '"><b>' })
    const html = await (await visit()).text()
    const escaped = 'A &quot;fox&quot; &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; a lake'
    expect(html.split(escaped)).toHaveLength(5)
    expect(html).not.toMatch(/<script|<b>/)
  })

  it('lets the page load films and pictures of the proxy alone, and keeps it out of caches and indexes', async () => {
    const { proxy, visit } = await start()
    const { headers } = await visit()
    const policy = headers.get('content-security-policy') ?? ''
    const { origin } = new URL(proxy.baseURL)
    expect(policy).toContain(`default-src 'none'; media-src ${origin}; img-src ${origin};`)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(await (await visit()).text()).toContain('<meta name="robots" content="noindex" />')
  })

  it('is gone once the link was revoked, and once the video was deleted', async () => {
    const { proxy, id, visit } = await start()
    await proxy.send('DELETE', `/videos/${id}/share`, 'ann')
    expect((await visit()).status).toBe(404)
    const next = idOf(await (await proxy.send('POST', `/videos/${id}/share`, 'ann')).json())
    expect((await visit(`/shared/${next}`)).status).toBe(200)
    await proxy.send('DELETE', `/videos/${id}`, 'ann')
    expect((await visit(`/shared/${next}`)).status).toBe(404)
  })

  it.each(['failed', 'error'])('has no page of a video that ended as %s', async (status) => {
    const { visit } = await start({}, { status, progress: 100, error: { code: 'x', message: 'y' } })
    expect((await visit()).status).toBe(404)
  })

  it('finds nothing by another id, such as that of the task', async () => {
    const { id, link, visit } = await start()
    const paths = [
      '/',
      `/${id}`,
      `/${link}/`,
      `/${link}x`,
      `/${link.toUpperCase()}`,
      `/share_${'A'.repeat(43)}`,
    ]
    for (const path of [...paths, '/%E0%A4%A', `/${link}%00`]) {
      const answer = await visit(path)
      expect([path, answer.status, tagsOf(await answer.text())]).toEqual([path, 404, {}])
    }
  })

  it('answers HEAD without a body, and only reads', async () => {
    const { link, page, visit } = await start()
    const head = await visit(undefined, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    // Not every server drops what is given to it for a HEAD.
    expect((await page(new Request(`https://app.test/s/${link}`, { method: 'HEAD' }))).body).toBeNull()
    const post = await visit(undefined, { method: 'POST' })
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it.each<[string, { tasks?: typeof openFileStore; baseURL: string; title?: string }, string]>([
    ['no store', { baseURL: '/api/v1' }, 'invalid_options'],
    ['a text as title', { tasks: openFileStore, baseURL: '/api/v1', title: 'Fox' }, 'invalid_options'],
    ['a query', { tasks: openFileStore, baseURL: '/api/v1?key=1' }, 'invalid_options'],
    ['no URL', { tasks: openFileStore, baseURL: 'api/v1' }, 'invalid_base_url'],
  ])('is refused with %s', (_, { tasks, ...options }, code) => {
    const untyped: VideoLinkPageOptions = JSON.parse('{}', () => ({ tasks: tasks?.(), ...options }))
    expect(() => createVideoLinkPage(untyped)).toThrow(expect.objectContaining({ code }))
  })
})
