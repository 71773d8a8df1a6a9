// TypeDoc names its pages after the files of the entry points. Readers know them by what they import.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const folder = new URL('../docs/api/', import.meta.url)
/** @param {string} name */
const entryOf = (name) => (name === 'index' ? 'react-video-task' : `react-video-task/${name}`)

for (const page of readdirSync(folder)) {
  const file = new URL(page, folder)
  const text = readFileSync(file, 'utf8')
  const titled = text
    .replace(/^# (\w+)$/m, (_, name) => `# ${entryOf(name)}`)
    // What a signature takes apart has no name of its own.
    .replaceAll('__namedParameters', 'options')
    // Places that links lead to: as links of their own they would have no name.
    .replace(/<a id="([^"]+)"><\/a>/g, '<span id="$1"></span>')
  const listed = text.replace(/\[(\w+)\]\((\w+)\.md\)/g, (_, name, page) => `[${entryOf(name)}](${page}.md)`)
  writeFileSync(file, page === 'README.md' ? listed : titled)
}
