import { spawnSync } from 'node:child_process'

/** @type {(command: string, args: string[]) => boolean} */
export const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status === 0

/**
 * Installs some of Debian's packages, where this is a Debian and we may.
 *
 * @param {...string} names
 * @returns {boolean} whether they were installed
 */
export function installFromDebian(...names) {
  if (process.platform !== 'linux') return false
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  /** @param {string[]} args */
  const apt = (...args) => run('/usr/bin/env', [...sudo, 'apt-get', ...args])
  return apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', ...names)
}
