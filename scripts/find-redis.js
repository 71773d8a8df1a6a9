import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The Redis server that the tests start: `REDIS_SERVER_PATH`, else the one on the `PATH`.
 *
 * @returns {string | undefined} the path of the executable, `undefined` where there is none
 */
export function findRedis() {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  const candidates = [
    process.env['REDIS_SERVER_PATH'],
    ...folders.map((folder) => join(folder, 'redis-server')),
  ]
  return candidates.find((path) => path && existsSync(path))
}
