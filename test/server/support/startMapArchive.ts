import type { VideoArchiveStore, VideoProxyOptions } from 'react-video-task/server'
import { createTestProxy, MP4, TASK, type TestProxy } from './createTestProxy.js'
import { createMapArchive } from './mapArchive.js'

export const DONE = { ...TASK, status: 'completed', progress: 100 }

/** A film with its length. */
export const sendFilm = (film: Uint8Array<ArrayBuffer> = MP4, type = 'video/mp4') =>
  new Response(film, { headers: { 'content-type': type, 'content-length': `${film.byteLength}` } })

/**
 * A proxy in this process, with an archive in a map, in front of an API whose tasks are finished; and the ids of the tasks
 * whose content was asked for.
 */
export function startMapArchive(
  answerContent: () => Response | Promise<Response>,
  store: VideoArchiveStore = createMapArchive(),
  { archive, ...options }: Partial<VideoProxyOptions> = {},
  task: Record<string, unknown> = {},
) {
  const contents: string[] = []
  const state = { isDown: false }
  const start = () =>
    createTestProxy(
      ({ url }) => {
        if (state.isDown) throw new TypeError('fetch failed')
        const [, id = 'task_1', isContent] = /\/videos\/(\w+)(\/content)?/.exec(url) ?? []
        if (!isContent) return Response.json({ ...DONE, ...task, id })
        contents.push(id)
        return answerContent()
      },
      { cache: false, ...options, archive: { store, ...archive } },
    )
  return { store, contents, state, start, ...start() }
}

/** The codes that were reported. */
export const codesOf = ({ reported }: Pick<TestProxy, 'reported'>) =>
  reported.map(({ context }) => context.code)

/** Waits for what needs no timer; without it, lets everything happen for some turns. */
export async function settle(isDone?: () => boolean): Promise<void> {
  const turns = isDone ? 1_000_000 : 50
  for (let turn = 0; turn < turns && !isDone?.(); turn++)
    await new Promise((resolve) => setImmediate(resolve))
}
