import { resolveBaseURL } from '../../core/client/baseURL.js'
import { invalidOptions } from '../optionChecks.js'
import type { VideoProxyStoredTask } from '../records/taskRecord.js'
import type { VideoProxyTaskStore } from '../records/taskStore.js'
import { readVideoTaskLink } from './taskShares.js'

/** Options of `createVideoLinkPage`. */
export interface VideoLinkPageOptions {
  /** The `tasks` of the proxy, whose `routes` name `share`. */
  tasks: Pick<VideoProxyTaskStore, 'get'>
  /**
   * Where the proxy is mounted, such as `/api/v1`. Open Graph tags hold absolute URLs: where the server does not see the address
   * that visitors use, as behind a reverse proxy, an absolute URL, such as `https://app.example.com/api/v1`.
   */
  baseURL: string
  /**
   * What the page calls the video, such as `({ title }) => title`, which visitors then read: the first line of the prompt unless
   * `onCreated` gave another.
   * @default 'Video'
   */
  title?: ((stored: VideoProxyStoredTask) => string | Promise<string>) | undefined
  /** The app's name, which chats show beside the title. @default none */
  siteName?: string | undefined
  /** Language of the titles, for `<html lang>`. @default 'en' */
  lang?: string | undefined
}

/**
 * Creates the page of the proxy's public links: the film, its still where there is one, and the Open Graph tags by which chats
 * and social networks show both. A handler of GET and HEAD for any path that ends in the id of a link. When the link was revoked,
 * and for a video that failed or was deleted, it answers 404. The page runs no script, no cache keeps it, and search engines are
 * asked to leave it out.
 *
 * @throws {VideoTaskError} code `invalid_options` or `invalid_base_url`. The handler rejects with what the store throws.
 * @example
 * ```ts
 * import { createVideoLinkPage, type VideoProxyTaskStore } from 'react-video-task/server'
 *
 * declare const tasks: VideoProxyTaskStore
 *
 * export const GET = createVideoLinkPage({ tasks, baseURL: '/api/v1', title: ({ title }) => title }) // of /shared/:link
 * ```
 */
export function createVideoLinkPage(options: VideoLinkPageOptions): (request: Request) => Promise<Response> {
  const { tasks, title = () => 'Video', siteName, lang = 'en' } = options
  const mount = resolveBaseURL(options.baseURL)
  if (mount.includes('?')) invalidOptions('The `baseURL` of createVideoLinkPage must have no query.')
  if (typeof tasks?.get !== 'function') {
    invalidOptions('createVideoLinkPage has no `tasks`. Pass the store of tasks that the proxy has.')
  }
  if (typeof title !== 'function') {
    invalidOptions('The `title` of createVideoLinkPage must be a function that returns the title of a video.')
  }

  return async ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') {
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
    }
    const base = new URL(mount, url)
    const { pathname } = new URL(url)
    const link = pathname.slice(pathname.lastIndexOf('/') + 1)
    const stored = await readVideoTaskLink(tasks, link)
    if (!stored || hasFailed(stored)) {
      const text = 'This video is not public, or not any more.'
      return htmlResponse(method, 404, base.origin, page(lang, text, [], `<p>${text}</p>`))
    }
    const name = String(await title(stored))
    const film = withPath(base, `${base.pathname}/videos/${link}/content`)
    const still = `${film}?variant=thumbnail`
    const [, width = '', height = ''] = /^(\d+)x(\d+)$/.exec(stored.task.size ?? '') ?? []
    const tags = {
      'og:title': name,
      'og:type': 'video.other',
      'og:url': withPath(base, pathname),
      'og:site_name': siteName,
      'og:image': still,
      'og:video': film,
      'og:video:type': 'video/mp4',
      'og:video:width': width,
      'og:video:height': height,
    }
    const attributes = `src="${escape(film)}" poster="${escape(still)}" aria-label="${escape(name)}"`
    const body = `<video ${attributes} controls playsinline></video>\n<h1>${escape(name)}</h1>`
    return htmlResponse(method, 200, base.origin, page(lang, name, Object.entries(tags), body))
  }
}

const hasFailed = ({ task: { status } }: VideoProxyStoredTask) => status === 'failed' || status === 'error'

/** The URL of a path on the host of another one, whatever the path begins with. */
function withPath(host: URL, path: string): string {
  const url = new URL(host.origin)
  url.pathname = path
  return url.href
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes a text for the content of an element and for an attribute in quotation marks. */
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')

const page =
  (lang: string, title: string, tags: [string, string | undefined][], body: string) =>
  (nonce: string) => `<!doctype html>
<html lang="${escape(lang)}">
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width" />
<meta name="robots" content="noindex" />
<title>${escape(title)}</title>
${tags
  .filter(([, content]) => content)
  .map(([property, content = '']) => `<meta property="${property}" content="${escape(content)}" />\n`)
  .join('')}<meta name="twitter:card" content="summary_large_image" />
<style nonce="${nonce}">${STYLE}</style>
${body}
</html>
`

const STYLE =
  ':root{color-scheme:dark}body{max-width:80rem;margin:auto;padding:1rem;font-family:system-ui,sans-serif}' +
  'video{width:100%;max-height:80vh}h1{font-size:1.25rem;overflow-wrap:anywhere}'

/** Answers with a page that may load films and pictures of the proxy, and nothing else. */
function htmlResponse(
  method: string,
  status: number,
  origin: string,
  render: (nonce: string) => string,
): Response {
  const nonce = crypto.randomUUID()
  const policy = `default-src 'none'; media-src ${origin}; img-src ${origin}; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`
  return new Response(method === 'HEAD' ? null : render(nonce), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  })
}
