import { isRecord } from '../../core/wire/fieldValues.js'
import type { VideoProxyTaskQuery, VideoProxyTaskRow, VideoProxyTaskStore } from './taskStore.js'

/**
 * The part of a SQLite database that the store uses. `DatabaseSync` of `node:sqlite` (Node 22.13 and later), better-sqlite3
 * and libsql each are one as they are.
 */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): { run(...values: SqliteValue[]): unknown; all(...values: SqliteValue[]): unknown[] }
}

type SqliteValue = string | number

/**
 * Creates a task store in a SQLite database: a file on disk, for the processes of one machine. It makes its table and turns
 * on write-ahead logging. Each write is on disk before the proxy goes on.
 *
 * @param database opened by the app, of `node:sqlite`, better-sqlite3 or libsql
 * @param options name of the table
 * @throws what the database throws when the table cannot be made
 * @example
 * ```ts
 * import { createSqliteTaskStore, createVideoProxy, type SqliteDatabase } from 'react-video-task/server'
 *
 * declare const database: SqliteDatabase // new DatabaseSync('videos.db'), or new Database('videos.db') of libsql
 * declare function sessionUser(request: Request): Promise<{ id: string } | null>
 *
 * export const proxy = createVideoProxy({
 *   apiKey: process.env.COMETAPI_KEY ?? '',
 *   tasks: createSqliteTaskStore(database),
 *   authorize: ({ request }) => sessionUser(request),
 * })
 * ```
 */
export function createSqliteTaskStore(
  database: SqliteDatabase,
  { table = 'video_tasks' }: SqliteTaskStoreOptions = {},
): VideoProxyTaskStore {
  if (!/^\w{1,60}$/.test(table))
    throw new TypeError('The `table` of createSqliteTaskStore must be a plain name.')
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma busy_timeout = 2000;
    create table if not exists ${table} (
      id text primary key, owner text not null, created_at integer not null, is_pending integer not null, data text not null
    ) without rowid;
    create index if not exists ${table}_owner on ${table} (owner, created_at desc, id desc);
    create index if not exists ${table}_pending on ${table} (created_at desc, id desc) where is_pending = 1;
  `)
  const columns = 'id, owner, created_at, is_pending, data'
  const page = '(created_at, id) < (?, ?) order by created_at desc, id desc limit ?'
  const put = database.prepare(
    `insert into ${table} (${columns}) values (?, ?, ?, ?, ?) on conflict (id) do update set owner = excluded.owner, ` +
      'created_at = excluded.created_at, is_pending = excluded.is_pending, data = excluded.data',
  )
  const get = database.prepare(`select ${columns} from ${table} where id = ?`)
  const listOwned = database.prepare(`select ${columns} from ${table} where owner = ? and ${page}`)
  const listPending = database.prepare(`select ${columns} from ${table} where is_pending = 1 and ${page}`)
  const remove = database.prepare(`delete from ${table} where id = ?`)

  return {
    put: ({ id, owner, createdAt, isPending, data }) =>
      put.run(id, owner, createdAt, isPending ? 1 : 0, data),
    get: (id) => get.all(id).map(readRow)[0],
    list({ owner, limit, after = NEWEST }: VideoProxyTaskQuery) {
      const position = [after.createdAt, after.id, limit] as const
      const rows = owner === undefined ? listPending.all(...position) : listOwned.all(owner, ...position)
      return rows.map(readRow)
    },
    delete: (id) => remove.run(id),
  }
}

/** Options of `createSqliteTaskStore`. */
export interface SqliteTaskStoreOptions {
  /** Name of the table, in letters, digits and underscores. @default 'video_tasks' */
  table?: string | undefined
}

/** Comes before every row of a list. */
const NEWEST = { createdAt: Number.MAX_SAFE_INTEGER, id: '' }

function readRow(row: unknown): VideoProxyTaskRow {
  const { id, owner, created_at, is_pending, data } = isRecord(row) ? row : {}
  return {
    id: String(id),
    owner: String(owner),
    createdAt: Number(created_at),
    isPending: Number(is_pending) === 1,
    data: String(data),
  }
}
