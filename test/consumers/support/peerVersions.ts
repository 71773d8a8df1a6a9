import { readFileSync } from 'node:fs'

type Peer = 'react' | '@tanstack/react-query'

/**
 * The two ends of what `package.json` says of a peer: the lowest version, and the range whose newest version is the
 * newest of all.
 *
 * @throws {Error} when it is no range of the kind `^1.2.3 || ^2.0.0`
 */
export function peerVersions(peer: Peer): { lowest: string; newest: string } {
  const { peerDependencies } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  )
  const range: unknown = peerDependencies[peer]
  const versions = String(range).split(' || ')
  const [lowest] = versions
  const newest = versions.at(-1)
  if (!lowest || !newest || !versions.every((version) => /^\^\d+\.\d+\.\d+$/.test(version))) {
    throw new Error(
      `package.json names ${peer} ${String(range)}. Expected a range such as ^18.0.0 || ^19.0.0.`,
    )
  }
  return { lowest: lowest.slice(1), newest }
}
