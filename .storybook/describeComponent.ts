/**
 * The description of a component on its page: its docstring as Markdown, with `@throws` and `@example` in words.
 *
 * @param component a component, with what Storybook has read from its module
 */
export function describeComponent(component: unknown): string {
  const { description } = Object(Object(component).__docgenInfo)
  if (typeof description !== 'string') return ''
  return description
    .replace(/\{@link (\w+)\}/g, '`$1`')
    .replace(/^@throws \{(\w+)\} (.*)$/gm, '\n**Throws** `$1`: $2.\n')
    .replace(/^@example$/gm, '\n**Example**\n')
    .replace(/^@\w+.*$/gm, '')
}
