import type { ServerResponse } from 'node:http'
import {
  createDirectoryArchive,
  type VideoArchiveStore,
  type VideoProxyOptions,
} from 'react-video-task/server'
import { expect, vi } from 'vitest'
import { archiveFolder } from './archiveFolder.js'
import { SECRET } from './createTestProxy.js'
import { serveProxy } from './serveProxy.js'
import { startFilmApi } from './startFilmApi.js'

/** A proxy with an archive, in a directory unless the options name a store, in front of an API with one film. */
export async function startArchive(
  answerContent: (response: ServerResponse, count: number) => void,
  { archive, ...options }: Partial<VideoProxyOptions> = {},
) {
  const api = await startFilmApi(answerContent)
  const folder = await archiveFolder()
  const store = archive?.store ?? createDirectoryArchive(folder)
  const start = () =>
    serveProxy({
      baseURL: api.baseURL,
      secret: SECRET,
      cache: false,
      ...options,
      archive: { store, ...archive },
    })
  return { api, folder, store, start, proxy: await start() }
}

const SLOW = { timeout: 20_000, interval: 20 }

/** Waits until the store has this many whole films. */
export const untilKept = (store: VideoArchiveStore, count = 1) =>
  vi.waitFor(async () => expect(await store.list('kept')).toHaveLength(count), SLOW)

/** Waits until no film is being copied, or is to be. */
export const untilIdle = (store: VideoArchiveStore) =>
  vi.waitFor(
    async () => expect([...(await store.list('jobs')), ...(await store.list('claims'))]).toEqual([]),
    SLOW,
  )
