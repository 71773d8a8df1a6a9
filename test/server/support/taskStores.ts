import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import Database from 'libsql'
import { createSqliteTaskStore, type VideoProxyTaskStore } from 'react-video-task/server'
import { onTestFinished } from 'vitest'
import { createPostgresTasks, schema } from '../../guides/createPostgresTasks.js'

/** A folder that is removed when the test ends. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'video-task-records-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Opens a task store in a file, as a process does when it starts. */
export function openFileStore(path = join(makeFolder(), 'videos.db')): VideoProxyTaskStore {
  const database = new Database(path)
  onTestFinished(() => void database.close())
  return createSqliteTaskStore(database)
}

/** Starts Postgres in this process and makes the store that docs/records.md shows. */
export async function startPostgresStore(): Promise<VideoProxyTaskStore> {
  const postgres = await PGlite.create()
  onTestFinished(() => postgres.close())
  await postgres.exec(schema)
  return createPostgresTasks({ query: (sql, values) => postgres.query(sql, values) })
}
