import { readFileSync } from 'node:fs'

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))

/** The peers that were weighed, with the versions that are installed. */
export function peerVersions(): string {
  return Object.keys(read('./peers/package.json').dependencies)
    .map((name) => `${name} ${read(`./peers/node_modules/${name}/package.json`).version}`)
    .join(', ')
}
