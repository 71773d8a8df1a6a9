/** A script that polls a finished task of a proxy with an archive whose copies fail, and has nothing else to do. */
import { createDirectoryArchive, createVideoProxy } from 'react-video-task/server'
import { defer } from './defer.js'

const [, , folder = ''] = process.argv

const task = { id: 'task_1', object: 'video', model: 'wan2.6', status: 'completed', progress: 100 }
const failed = defer<undefined>()

const proxy = createVideoProxy({
  apiKey: 'sk-of-the-server',
  authorize: () => true,
  baseURL: 'https://upstream.test/v1',
  fetch: async (url) =>
    url.endsWith('/content') ? new Response(null, { status: 503 }) : Response.json(task),
  onError: () => failed.resolve(undefined),
  archive: { store: createDirectoryArchive(folder) },
})

const answer = await proxy(new Request('https://app.test/videos/task_1'))
await failed.promise
console.log(answer.status)
