import { fileURLToPath } from 'node:url'

/** One app's imports, to be weighed. */
export interface Subject {
  name: string
  /** The app: what it uses is exported, so that no bundler drops it. */
  code: string
  /** Folder from which the packages are found, with a slash at its end. */
  folder: string
  /** Packages that the app has anyway. */
  external: string[]
}

const folderOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** This package as it was built and would be published, found by its own name. */
const ours = (name: string, code: string): Subject => ({
  name,
  code,
  folder: folderOf('../../'),
  external: ['react', 'react-dom', '@tanstack/react-query'],
})

const peer = (name: string, code: string): Subject => ({
  name,
  code,
  folder: folderOf('./peers/'),
  external: ['react', 'react-dom'],
})

const HOOK = "export { createVideoClient, useVideoTask, VideoTaskProvider } from 'react-video-task'\n"

/** The hook, its provider and its client: what every app has. */
export const hook = ours('useVideoTask, provider and client', HOOK)

/** The hook and one thing more, from the entry that holds it. */
export const withOne = (name: string, entry: string): Subject =>
  ours(name, `${HOOK}export { ${name} } from '${entry}'`)

/** All that some entries export, but for the names that are left out. */
export const everythingOf = (entries: Record<string, string[]>, name: string): Subject =>
  ours(
    name,
    Object.entries(entries)
      .map(([entry, names]) => `export { ${names.join(', ')} } from '${entry}'\n`)
      .join(''),
  )

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
