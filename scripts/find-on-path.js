import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The first of these programs that the `PATH` or one of the usual folders has.
 *
 * @param {...string} names
 * @returns {string | undefined} the path of the executable, `undefined` where there is none
 */
export function findOnPath(...names) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}
