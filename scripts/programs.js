import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/**
 * Finds the Redis server that the tests start: `REDIS_SERVER_PATH`, else the one on the `PATH`.
 *
 * @returns {string | undefined} the path of the executable, `undefined` if there is none
 */
export function findRedis() {
  const named = process.env['REDIS_SERVER_PATH']
  return named && existsSync(named) ? named : findOnPath('redis-server')
}

/**
 * Finds the folder of the Postgres programs that the tests start, with `postgres` and `initdb` in it: that of
 * `POSTGRES_PATH`, else the newest one of Debian, else that of the one on the `PATH`.
 *
 * @returns {string | undefined} `undefined` if there is none
 */
export function findPostgres() {
  const ofDebian = filesIn(DEBIAN_POSTGRES)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_POSTGRES, version, 'bin', 'postgres'))
  const paths = [process.env['POSTGRES_PATH'], ...ofDebian, findOnPath('postgres')]
  return (
    paths
      .flatMap((path) => (path && existsSync(path) ? dirname(realpathSync(path)) : []))
      // A Debian package with programs for developers alone has neither.
      .find((folder) => ['postgres', 'initdb'].every((name) => existsSync(join(folder, name))))
  )
}

/** Holds a folder for each version, since Debian puts no server on the `PATH`. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql'

/**
 * Finds the first of some programs on the `PATH` or in one of the usual folders.
 *
 * @param {...string} names
 * @returns {string | undefined} the path of the executable, `undefined` if there is none
 */
export function findOnPath(...names) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}

/**
 * Finds a file among the libraries of a Linux system.
 *
 * @param {RegExp} name
 * @param {string[]} under subfolders of the library folders to search, the first one first; `.` for the library folders
 *   themselves
 * @returns {string | undefined} its path, `undefined` if there is none
 */
export function findLibrary(name, ...under) {
  return under
    .flatMap((part) => libraryFolders().map((folder) => `${folder}/${part}`))
    .flatMap((folder) => filesIn(folder).map((file) => ({ file, path: `${folder}/${file}` })))
    .find(({ file }) => name.test(file))?.path
}

/** The folders in which distributions install libraries, such as `/usr/lib/x86_64-linux-gnu`. */
function libraryFolders() {
  const ofArchitecture = filesIn('/usr/lib').filter((name) => name.endsWith('-linux-gnu'))
  return [...ofArchitecture.map((name) => `/usr/lib/${name}`), '/usr/lib64', '/usr/libexec', '/usr/lib']
}

/** @param {string} folder */
const filesIn = (folder) => (existsSync(folder) ? readdirSync(folder) : [])

/**
 * Installs Debian packages, on a Debian system where this user may.
 *
 * @param {...string} names
 * @returns {boolean} whether they were installed
 */
export function installFromDebian(...names) {
  if (process.platform !== 'linux') return false
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  /** @param {string[]} args */
  const apt = (...args) => runProgram('/usr/bin/env', [...sudo, 'apt-get', ...args])
  return apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', ...names)
}

/**
 * Runs a program with its output on this terminal.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {boolean} whether it succeeded
 */
export function runProgram(command, args) {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0
}
