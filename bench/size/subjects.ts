import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The imports of one app, whose bundle is measured. */
export interface Subject {
  name: string
  /** The app. It exports what it uses, so that no bundler drops it. */
  code: string
  /** The folder from which its packages resolve, with a slash at its end. */
  folder: string
  /** Packages that the app has anyway. */
  external: string[]
}

/** What an app would load instead of this package, or beside it. */
export const peers: Subject[] = [
  peer('@fal-ai/client', "export { createFalClient } from '@fal-ai/client'"),
  peer('replicate', "export { default } from 'replicate'"),
  peer('@runwayml/sdk', "export { default } from '@runwayml/sdk'"),
  peer('openai', "export { default } from 'openai'"),
  peer(
    '@tanstack/ai-react, useGenerateVideo',
    "export { fetchServerSentEvents, useGenerateVideo } from '@tanstack/ai-react'",
  ),
  peer('@mux/mux-player-react', "export { default } from '@mux/mux-player-react'"),
  peer(
    '@vidstack/react, default layout',
    "export { MediaPlayer, MediaProvider } from '@vidstack/react'\n" +
      "export { DefaultVideoLayout, defaultLayoutIcons } from '@vidstack/react/player/layouts/default'",
  ),
  peer('@vidstack/react, player alone', "export { MediaPlayer, MediaProvider } from '@vidstack/react'"),
  peer('media-chrome, its React parts', "export * from 'media-chrome/react'"),
  peer('@base-ui/react, Progress', "export { Progress } from '@base-ui/react/progress'"),
]

/** The names and installed versions of the peers. */
export function peerVersions(): string {
  const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
  return Object.keys(read('./peers/package.json').dependencies)
    .map((name) => `${name} ${read(`./peers/node_modules/${name}/package.json`).version}`)
    .join(', ')
}

const HOOK = "export { createVideoClient, useVideoTask, VideoTaskProvider } from 'react-video-task'\n"

const BAR_AND_PLAYER = 'VideoTaskProgress, VideoTaskPlayer'

/** This package's subjects, from the exports of its built entry points. */
export async function listOurs(): Promise<{
  /** The hook, its provider and its client, which every app loads. */
  hook: Subject
  /** The hook and one component. */
  components: Subject[]
  /** The hook, the bar and the player: a page without a card. */
  barAndPlayer: Subject
  /** The hook and one optional feature of the provider. */
  features: Subject[]
  /** What a form loads to check a create, zod included. */
  schema: Subject
  entryPoint: Subject
  entryPointAndComponents: Subject
  all: Subject
}> {
  const main = { 'react-video-task': await namesOf('react-video-task') }
  const components = await namesOf('react-video-task/components')
  const looks = { 'react-video-task/components': components }
  const others = {
    ...looks,
    'react-video-task/messages': await namesOf('react-video-task/messages'),
    'react-video-task/tabs': await namesOf('react-video-task/tabs'),
  }
  return {
    hook: ours('useVideoTask, provider and client', HOOK),
    components: components
      .filter((name) => /^VideoTask/.test(name))
      .map((name) => withHook(name, 'react-video-task/components')),
    barAndPlayer: withHook(BAR_AND_PLAYER, 'react-video-task/components'),
    features: [
      withHook('describeVideoTaskError', 'react-video-task/messages'),
      withHook('createVideoTaskTabs', 'react-video-task/tabs'),
    ],
    schema: ours('createVideoSchema', "export { createVideoSchema } from 'react-video-task/schemas'\n"),
    entryPoint: everythingOf(main, "everything of '.'"),
    entryPointAndComponents: everythingOf({ ...main, ...looks }, "everything of '.' and './components'"),
    all: everythingOf({ ...main, ...others }, 'everything of every entry point for browsers'),
  }
}

async function namesOf(entryPoint: string): Promise<string[]> {
  const names = Object.keys(await import(entryPoint))
  // An app picks one translation.
  return names.filter((name) => !/^(?!english)[a-z]+(Error)?Messages$/.test(name))
}

/** The hook and further exports, by their names. */
const withHook = (names: string, entryPoint: string): Subject =>
  ours(names, `${HOOK}export { ${names} } from '${entryPoint}'`)

/** All exports of some entry points. */
function everythingOf(names: Record<string, string[]>, title: string): Subject {
  const lines = Object.entries(names).map(
    ([entryPoint, own]) => `export { ${own.join(', ')} } from '${entryPoint}'\n`,
  )
  return ours(title, lines.join(''))
}

/** This package as it was built and would be published, resolved by its own name. */
function ours(name: string, code: string): Subject {
  const external = ['react', 'react-dom', '@tanstack/react-query']
  return { name, code, folder: folderOf('../../'), external }
}

function peer(name: string, code: string): Subject {
  return { name, code, folder: folderOf('./peers/'), external: ['react', 'react-dom'] }
}

function folderOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}
