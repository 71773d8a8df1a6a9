import type { VideoArchiveStore, VideoProxyOptions } from 'react-video-task/server'
import { createTestProxy, MP4, TASK, type TestProxy } from './createTestProxy.js'
import { createMapArchive } from './mapArchive.js'

const DONE = { ...TASK, status: 'completed', progress: 100 }

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

/** Lets everything happen that waits for no timer, up to what a test waits for. */
export async function settle(isDone: () => boolean = () => false): Promise<void> {
  for (let turn = 0; turn < 50 && !isDone(); turn++) await new Promise((resolve) => setImmediate(resolve))
}
