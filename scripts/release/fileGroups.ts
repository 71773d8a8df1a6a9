import { entryPoints } from '../entry-points.js'

/** Files of the tarball that are there for one reason. */
export interface FileGroup {
  /** Why they are published. */
  about: string
  path: RegExp
}

const code = (path: string) => new RegExp(String.raw`^dist/${path}\.(js|d\.ts)$`)

/** Every reason there is; a file belongs to the first group that knows its path. */
export const fileGroups: FileGroup[] = [
  { about: 'what npm needs and shows', path: /^(package\.json|README\.md|LICENSE)$/ },
  { about: 'the entries: re-exports by name', path: code(`(${entryPoints.join('|')})`) },
  { about: 'the client, the task and its dialects, the polling policy', path: code('core/.+') },
  { about: 'keys and option factories for TanStack Query', path: code('query/.+') },
  { about: 'the provider and the hooks', path: code('hooks/.+') },
  { about: 'the stylesheet, and the type of its import', path: /^dist\/components\/styles\.css(\.d\.ts)?$/ },
  { about: 'the components and their parts', path: code('components/.+') },
  { about: 'the proxy', path: code('server/.+') },
  { about: "the emulator's videos, real MP4 in five shapes", path: code('testing/clips/.+') },
  { about: 'the emulator, the check of proxies and both programs', path: code('testing/.+') },
  { about: 'the routes as OpenAPI, for other languages and tools', path: /^openapi\.json$/ },
]

/** What is of no use to users, whatever folder it lies in. */
export const NOT_PUBLISHED = /\.(map|test|test-d|spec|stories)(\.|$)|(^|\/)(__\w+__|fixtures|node_modules)\//
