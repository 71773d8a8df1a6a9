import { everythingOf, hook, type Subject, withComponent } from './subjects.js'

const isTranslation = (name: string) => /^chinese/.test(name)

/** This package's subjects, from what its built entries export. */
export async function listOurs(): Promise<{
  hook: Subject
  components: Subject[]
  entry: Subject
  all: Subject
}> {
  const main = Object.keys(await import('react-video-task'))
  const parts = Object.keys(await import('react-video-task/components'))
  const entry = { 'react-video-task': main.filter((name) => !isTranslation(name)) }
  const components = { 'react-video-task/components': parts.filter((name) => !isTranslation(name)) }
  return {
    hook,
    components: parts.filter((name) => /^VideoTask/.test(name)).map(withComponent),
    entry: everythingOf(entry, "everything of '.'"),
    all: everythingOf({ ...entry, ...components }, "everything of '.' and './components'"),
  }
}
