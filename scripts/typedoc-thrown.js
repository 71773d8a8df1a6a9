import { Converter } from 'typedoc'

/**
 * A plugin of TypeDoc: writes the class that `@throws {Class}` names before what is said of it, which the Markdown theme
 * leaves out.
 *
 * @param {import('typedoc').Application} app
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
}
