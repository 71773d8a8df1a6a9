import type { ServerResponse } from 'node:http'
import { serveNode } from './serve.js'

/** A film of this size that a test can check at any place. */
export function makeFilm(size: number): Uint8Array<ArrayBuffer> {
  const film = new Uint8Array(size)
  for (let at = 0; at < size; at++) film[at] = (at * 31 + (at >> 11)) % 251
  film.set([0, 0, 0, 0x20, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6f, 0x6d])
  return film
}

/** Sends a film whole, with its length. */
export function sendFilm(response: ServerResponse, film: Uint8Array): void {
  response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': film.byteLength })
  response.end(film)
}

/**
 * Serves an API over real HTTP whose tasks are finished, with a signed URL that expires in an hour.
 *
 * @param answerContent answers the requests for content, which are counted from 1
 */
export async function startFilmApi(answerContent: (response: ServerResponse, count: number) => void) {
  const state = {
    isDown: false,
    contents: 0,
    retrieves: 0,
    stills: 0,
    still: undefined as Uint8Array | undefined,
    /** Further fields of its tasks. */
    extra: {},
  }
  let tasks = 0
  const deleted = new Set<string>()
  const origin = await serveNode((request, response) => {
    if (state.isDown) return void response.destroy()
    const { pathname, search } = new URL(request.url ?? '', 'http://api.test')
    const [, , , id = '', end] = pathname.split('/')
    const json = (body: object, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    request.resume()
    if (request.method === 'POST')
      return json({ id: `task_${++tasks}`, object: 'video', status: 'queued', progress: 0 })
    if (deleted.has(id))
      return json({ error: { message: 'No', type: 'x', param: null, code: 'task_not_exist' } }, 404)
    if (request.method === 'DELETE') {
      deleted.add(id)
      return json({ id, object: 'video.deleted', deleted: true })
    }
    if (end === 'content' && search === '?variant=thumbnail') {
      state.stills += 1
      if (!state.still) return json({ error: { message: 'No', type: 'x', param: null, code: 'none' } }, 404)
      response.writeHead(200, { 'content-type': 'text/html' })
      return response.end(state.still)
    }
    if (end === 'content') return answerContent(response, ++state.contents)
    state.retrieves += 1
    const expires = Math.floor(Date.now() / 1000) + 3600
    json({
      id,
      object: 'video',
      model: 'sora-2',
      status: 'completed',
      progress: 100,
      seconds: '5',
      expires_at: expires,
      video_url: `https://bucket.example.com/${id}.mp4?Expires=${expires}`,
      content_url: `https://bucket.example.com/${id}-2.mp4?Expires=${expires}`,
      ...state.extra,
    })
  })
  return { baseURL: `${origin}/v1`, state }
}

/** A film of this size that is an MP4 by its boxes: `ftyp`, `moov` and `mdat`. */
export function makeMp4(size: number): Uint8Array<ArrayBuffer> {
  const film = makeFilm(size)
  const view = new DataView(film.buffer)
  for (const [at, length, name] of [
    [32, 1000, 'moov'],
    [1032, size - 1032, 'mdat'],
  ] as const) {
    view.setUint32(at, length)
    film.set(new TextEncoder().encode(name), at + 4)
  }
  return film
}
