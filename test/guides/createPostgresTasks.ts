import type { VideoProxyTaskRow, VideoProxyTaskStore } from 'react-video-task/server'

export const schema = `
  create table video_tasks (
    id text collate "C" primary key, owner text not null, created_at bigint not null, is_pending boolean not null, data text not null
  );
  create index on video_tasks (owner, created_at desc, id desc);
  create index on video_tasks (created_at desc, id desc) where is_pending;
`

/** What a pool of `pg` has. */
interface Pool {
  query(sql: string, values: unknown[]): Promise<{ rows: VideoProxyTaskRow[] }>
}

export function createPostgresTasks(pool: Pool): VideoProxyTaskStore {
  const columns = 'id, owner, created_at::float8 as "createdAt", is_pending as "isPending", data'
  const newest = { createdAt: Number.MAX_SAFE_INTEGER, id: '' }
  const query = async (sql: string, values: unknown[]) => (await pool.query(sql, values)).rows
  return {
    put: ({ id, owner, createdAt, isPending, data }) =>
      query(
        'insert into video_tasks values ($1, $2, $3, $4, $5) on conflict (id) do update set ' +
          'owner = $2, created_at = $3, is_pending = $4, data = $5',
        [id, owner, createdAt, isPending, data],
      ),
    get: async (id) => (await query(`select ${columns} from video_tasks where id = $1`, [id]))[0],
    list: ({ owner, limit, after = newest }) =>
      query(
        `select ${columns} from video_tasks where ${owner === undefined ? 'is_pending = $1' : 'owner = $1'} ` +
          'and (created_at, id) < ($2, $3) order by created_at desc, id desc limit $4',
        [owner ?? true, after.createdAt, after.id, limit],
      ),
    delete: (id) => query('delete from video_tasks where id = $1', [id]),
  }
}
