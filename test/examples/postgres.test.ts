import type { VideoProxyTaskStore } from 'react-video-task/server'
import { expect, it } from 'vitest'
import { createPostgresTasks, schema } from '../guides/createPostgresTasks.js'
import { errorCode } from '../server/support/createTestProxy.js'
import { serveProxy } from '../server/support/serveProxy.js'
import { startPostgres, type TestPostgres } from '../server/support/startPostgres.js'
import { startVideoApi } from '../server/support/startVideoApi.js'
import { expectOpenAIList, testTaskStore } from '../server/support/testTaskStore.js'

/** The store of docs/records.md on a real server, through the pool that the page names. */
async function startStore(): Promise<{ postgres: TestPostgres; tasks: VideoProxyTaskStore }> {
  const postgres = await startPostgres()
  await postgres.pool.query(schema)
  return { postgres, tasks: createPostgresTasks(postgres.pool) }
}

testTaskStore('a Postgres server', async () => (await startStore()).tasks)

const asAnn = () => ({ id: 'ann' })

it('an OpenAI client pages through the list of a proxy on a Postgres server', async () => {
  const api = await startVideoApi()
  const { tasks } = await startStore()
  const proxy = await serveProxy({ baseURL: api.baseURL, tasks, authorize: asAnn })
  await expectOpenAIList(proxy)
})

it('two instances that create at the same time have one list on a Postgres server', async () => {
  const api = await startVideoApi()
  const { tasks } = await startStore()
  const start = () => serveProxy({ baseURL: api.baseURL, tasks })
  const [one, two] = [await start(), await start()]
  const made = await Promise.all(
    Array.from({ length: 30 }, (_, index) => (index % 2 ? one : two).create(index % 3 ? 'ann' : 'bob')),
  )
  const users = ['ann', 'bob']
  const lists = [one, two].map((proxy) =>
    Promise.all(
      users.map(async (user) => {
        const page: { data: { id: string }[] } = await (
          await proxy.send('GET', '/videos?limit=100', user)
        ).json()
        return page.data.map(({ id }) => id)
      }),
    ),
  )
  const [first, second] = await Promise.all(lists)
  expect(first).toEqual(second)
  expect(first?.map(({ length }) => length)).toEqual([20, 10])
  expect(first?.flat().sort()).toEqual([...made].sort())
})

it('a Postgres server that is killed costs no create, and has all tasks when it is back', async () => {
  const api = await startVideoApi()
  const { postgres, tasks } = await startStore()
  const proxy = await serveProxy({ baseURL: api.baseURL, tasks })
  const id = await proxy.create('ann')
  await postgres.kill()
  const refused = await proxy.sendJson('/videos', 'ann', { model: 'sora-2', prompt: 'A lake' })
  expect([refused.status, await errorCode(refused)]).toEqual([503, 'tasks_unavailable'])
  expect((await proxy.send('GET', '/videos', 'ann')).status).toBe(503)
  expect(api.tasks.size).toBe(1)
  await postgres.restart()
  const page: unknown = await (await proxy.send('GET', '/videos', 'ann')).json()
  expect(page).toMatchObject({ data: [{ id }], has_more: false })
  expect(await proxy.create('ann')).not.toBe(id)
})
