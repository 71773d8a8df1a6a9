import { join } from 'node:path'
import { createSqliteTaskStore } from 'react-video-task/server'
import { expect, it } from 'vitest'
import { makeFolder, openFileStore, startPostgresStore } from '../support/taskStores.js'
import { row, testTaskStore } from '../support/testTaskStore.js'

testTaskStore('a SQLite file', () => openFileStore())
testTaskStore('Postgres', startPostgresStore)

it('a SQLite file keeps its rows over a restart and is read by two processes', async () => {
  const path = join(makeFolder(), 'videos.db')
  await openFileStore(path).put(row('video_1'))
  const [one, two] = [openFileStore(path), openFileStore(path)]
  await one.put(row('video_2'))
  expect(await two.list({ owner: 'ann', limit: 5 })).toHaveLength(2)
})

it('createSqliteTaskStore refuses a table that is no plain name', () => {
  const database = { exec: () => undefined, prepare: () => ({ run: () => undefined, all: () => [] }) }
  expect(() => createSqliteTaskStore(database, { table: 'a; drop table b' })).toThrow('plain name')
})
