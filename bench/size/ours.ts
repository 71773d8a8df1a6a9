import { everythingOf, hook, type Subject, withOne } from './subjects.js'

const namesOf = async (entry: string) => {
  const names = Object.keys(await import(entry))
  // A translation is what an app picks one of.
  return names.filter((name) => !/^chinese/.test(name))
}

/** This package's subjects, from what its built entries export. */
export async function listOurs(): Promise<{
  hook: Subject
  components: Subject[]
  /** What an app may add to the provider. */
  additions: Subject[]
  entry: Subject
  all: Subject
}> {
  const main = { 'react-video-task': await namesOf('react-video-task') }
  const components = await namesOf('react-video-task/components')
  const others = {
    'react-video-task/components': components,
    'react-video-task/messages': await namesOf('react-video-task/messages'),
    'react-video-task/tabs': await namesOf('react-video-task/tabs'),
  }
  return {
    hook,
    components: components
      .filter((name) => /^VideoTask/.test(name))
      .map((name) => withOne(name, 'react-video-task/components')),
    additions: [
      withOne('describeVideoTaskError', 'react-video-task/messages'),
      withOne('createVideoTaskTabs', 'react-video-task/tabs'),
    ],
    entry: everythingOf(main, "everything of '.'"),
    all: everythingOf({ ...main, ...others }, 'everything of every entry for browsers'),
  }
}
