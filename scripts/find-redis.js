import { existsSync } from 'node:fs'
import { findOnPath } from './find-on-path.js'

/**
 * The Redis server that the tests start: `REDIS_SERVER_PATH`, else the one on the `PATH`.
 *
 * @returns {string | undefined} the path of the executable, `undefined` where there is none
 */
export function findRedis() {
  const named = process.env['REDIS_SERVER_PATH']
  return named && existsSync(named) ? named : findOnPath('redis-server')
}
