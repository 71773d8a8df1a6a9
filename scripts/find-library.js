import { existsSync, readdirSync } from 'node:fs'

/** @param {string} folder */
const namesIn = (folder) => (existsSync(folder) ? readdirSync(folder) : [])

/** Where distributions put libraries: `/usr/lib/x86_64-linux-gnu` and its like. */
function folders() {
  const own = namesIn('/usr/lib').filter((name) => name.endsWith('-linux-gnu'))
  return [...own.map((name) => `/usr/lib/${name}`), '/usr/lib64', '/usr/libexec', '/usr/lib']
}

/**
 * Finds a file among a Linux's libraries.
 *
 * @param {RegExp} name
 * @param {string[]} under folders of libraries to look in, the first one first; `.` for their root
 * @returns {string | undefined} its path, `undefined` where there is none
 */
export function findLibrary(name, ...under) {
  return under
    .flatMap((part) => folders().map((folder) => `${folder}/${part}`))
    .flatMap((folder) => namesIn(folder).map((file) => ({ file, path: `${folder}/${file}` })))
    .find(({ file }) => name.test(file))?.path
}
