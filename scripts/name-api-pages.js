// TypeDoc names its pages after the files of the faces; readers know them by what they import.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const folder = new URL('../docs/api/', import.meta.url)
/** @param {string} face */
const entryOf = (face) => (face === 'index' ? 'react-video-task' : `react-video-task/${face}`)

for (const name of readdirSync(folder)) {
  const file = new URL(name, folder)
  const text = readFileSync(file, 'utf8')
  const titled = text
    .replace(/^# (\w+)$/m, (_, face) => `# ${entryOf(face)}`)
    // What a signature takes apart has no name of its own.
    .replaceAll('__namedParameters', 'options')
    // Places that links lead to: as links of their own they would have no name.
    .replace(/<a id="([^"]+)"><\/a>/g, '<span id="$1"></span>')
  const listed = text.replace(/\[(\w+)\]\((\w+)\.md\)/g, (_, face, page) => `[${entryOf(face)}](${page}.md)`)
  writeFileSync(file, name === 'README.md' ? listed : titled)
}
