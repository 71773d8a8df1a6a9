import { Converter } from 'typedoc'
import { MarkdownPageEvent } from 'typedoc-plugin-markdown'

/** @param {string} module the name of an entry point's source */
const importOf = (module) => (module === 'index' ? 'react-video-task' : `react-video-task/${module}`)

/**
 * A TypeDoc plugin for the API reference: names each page after what readers import, and writes the class of
 * `@throws {Class}`, which the Markdown theme leaves out.
 *
 * @param {import('typedoc-plugin-markdown').MarkdownApplication} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const { comment } of Object.values(project.reflections)) {
      for (const tag of comment?.blockTags ?? []) {
        const [, thrown] = /^\{(.+)\}$/.exec(tag.typeAnnotation ?? '') ?? []
        if (tag.tag !== '@throws' || thrown === undefined) continue
        tag.content.unshift({ kind: 'code', text: `\`${thrown}\`` }, { kind: 'text', text: ' ' })
        tag.typeAnnotation = undefined
      }
    }
  })
  app.renderer.on(MarkdownPageEvent.END, (page) => {
    const text = page.contents ?? ''
    page.contents =
      page.url === 'README.md'
        ? text.replace(
            /\[([\w-]+)\]\(([\w-]+)\.md\)/g,
            (_, module, file) => `[${importOf(module)}](${file}.md)`,
          )
        : text
            .replace(/^# ([\w-]+)$/m, (_, module) => `# ${importOf(module)}`)
            // TypeDoc's name for a parameter that the signature destructures.
            .replaceAll('__namedParameters', 'options')
            // Only the second heading of a name needs a target beside its own.
            .replace(/<a id="[^"]*[^"\d]"><\/a>\n\n(?=#)/g, '')
            // Targets of links. As links they would have no accessible name.
            .replace(/<a id="([^"]+)"><\/a>/g, '<span id="$1"></span>')
  })
}
