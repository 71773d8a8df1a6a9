import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import Database from 'libsql'
import {
  createSqliteTaskStore,
  type VideoProxyTaskRow,
  type VideoProxyTaskStore,
} from 'react-video-task/server'
import { onTestFinished } from 'vitest'

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

/** Starts Postgres and makes the store that docs/records.md shows. */
export async function startPostgresStore(): Promise<VideoProxyTaskStore> {
  const postgres = await PGlite.create()
  onTestFinished(() => postgres.close())
  await postgres.exec(`
    create table video_tasks (
      id text collate "C" primary key, owner text not null, created_at bigint not null, is_pending boolean not null, data text not null
    );
    create index on video_tasks (owner, created_at desc, id desc);
    create index on video_tasks (created_at desc, id desc) where is_pending;
  `)
  const columns = 'id, owner, created_at::float8 as "createdAt", is_pending as "isPending", data'
  const query = async (sql: string, values: (string | number | boolean)[]) =>
    (await postgres.query<VideoProxyTaskRow>(sql, values)).rows
  return {
    put: ({ id, owner, createdAt, isPending, data }) =>
      query(
        'insert into video_tasks values ($1, $2, $3, $4, $5) on conflict (id) do update set ' +
          'owner = $2, created_at = $3, is_pending = $4, data = $5',
        [id, owner, createdAt, isPending, data],
      ),
    get: async (id) => (await query(`select ${columns} from video_tasks where id = $1`, [id]))[0],
    list: ({ owner, limit, after = { createdAt: Number.MAX_SAFE_INTEGER, id: '' } }) =>
      query(
        `select ${columns} from video_tasks where ${owner === undefined ? 'is_pending = $1' : 'owner = $1'} ` +
          'and (created_at, id) < ($2, $3) order by created_at desc, id desc limit $4',
        [owner ?? true, after.createdAt, after.id, limit],
      ),
    delete: (id) => query('delete from video_tasks where id = $1', [id]),
  }
}
