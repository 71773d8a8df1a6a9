/**
 * Rewrites the relative links and pictures of a Markdown text outside of its code. A link that leads nowhere becomes its text.
 *
 * @param {string} text
 * @param {(to: string, isPicture: boolean) => string | undefined} linkTo the new address of a relative one, which has no anchor;
 *   `undefined` where nothing is there
 */
export function rewriteLinks(text, linkTo) {
  const parts = text.split(/(^```[\s\S]*?^```$)/m)
  const written = parts.map((part, index) =>
    index % 2 === 1
      ? part
      : part
          .replace(/(src|srcset)="(?!https?:)([^"]+)"/g, (all, name, to) => {
            const link = linkTo(to, true)
            return link ? `${name}="${link}"` : all
          })
          .replace(
            /(!?)\[([^\]]*)\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g,
            (_, bang, name, to, anchor = '') => {
              const link = linkTo(to, bang === '!')
              return link ? `${bang}[${name}](${link}${anchor})` : name
            },
          ),
  )
  return written.join('')
}
