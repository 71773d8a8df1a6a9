// The pages of the package as npm gets them. In the repository their links are relative; the tarball lacks what they lead to.
import { posix } from 'node:path'
import { rewriteLinks } from '../docs/links.js'
import { makeMap } from '../docs/make.js'

/**
 * @typedef {object} Package
 * @property {ReadonlySet<string>} files the paths in the tarball
 * @property {string} [repository] the address of the public repository, such as `https://github.com/owner/name`; none while
 *   `package.json` names none
 */

/**
 * A page as it is published. Links of the README become absolute, because npm shows it on a page of its own; in the other
 * pages these are links to files that the tarball lacks. Without a repository, a link to such a file becomes its text.
 *
 * @param {string} path the page's path in the repository
 * @param {string} text
 * @param {Package} target
 * @returns {string}
 */
export function publishedPage(path, text, { files, repository }) {
  if (path === 'llms.txt') return makeMap(({ entry, path: page }) => (entry ? declarationsOf(entry) : page))
  const isAbsolute = path === 'README.md' && repository !== undefined
  /**
   * @param {string} to a relative link, without its anchor
   * @returns {string | undefined} the link as it is published, if the tarball or the repository has its file
   */
  const linkTo = (to) => {
    const file = posix.join(posix.dirname(path), to)
    if (!isAbsolute && files.has(file)) return to
    if (!isAbsolute && files.has(declarationsOf(file)))
      return posix.relative(posix.dirname(path), declarationsOf(file))
    return repository && `${repository}/${viewOf(file)}/HEAD/${file}`
  }
  return rewriteLinks(text, linkTo)
}

/**
 * The address of the repository that a `package.json` names, for links.
 *
 * @param {string | { url: string } | undefined} repository the field `repository`
 * @returns {string | undefined}
 */
export function repositoryAddress(repository) {
  const url = typeof repository === 'object' ? repository.url : repository
  return url
    ?.replace(/^github:/, 'https://github.com/')
    .replace(/^git\+/, '')
    .replace(/\.git$/, '')
}

/** The declarations of an entry point. @param {string} entry */
const declarationsOf = (entry) => entry.replace(/^src\/([\w-]+)\.ts$/, 'dist/$1.d.ts')

/** How GitHub shows a file: as a picture, a folder or a page. @param {string} file */
function viewOf(file) {
  if (/\.(png|svg|jpg|webp)$/.test(file)) return 'raw'
  return posix.extname(file) === '' && file !== 'LICENSE' ? 'tree' : 'blob'
}
