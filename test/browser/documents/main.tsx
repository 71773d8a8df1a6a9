// A card, or a list of several, in another tree than the page's document. Query parameters: `place`, where: `shadow`,
// `frame` or `popup`, else the page; `id`, once for each task; `title` of the card.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Activity, type ReactNode, useState } from 'react'
import { createPortal } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCard, VideoTaskList, VideoTaskProgress } from 'react-video-task/components'
import 'react-video-task/styles.css'

const settings = new URLSearchParams(location.search)
const ids = settings.getAll('id')
const place = settings.get('place')
// With a header, so that downloads are requests of the page.
const client = createVideoClient({ baseURL: '/v1', headers: { 'x-page': '1' } })
// Without it a download goes through memory, in a popup as in the page.
Reflect.deleteProperty(window, 'showSaveFilePicker')

/**
 * Moves the page's styles into another tree, so that the page's own document has none. As text, since a link that is moved
 * loads again, and a list that is mounted meanwhile has other heights.
 */
function withStyles<Tree extends Node>(tree: Tree): Tree {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
    const style = document.createElement('style')
    style.textContent = [...(link.sheet?.cssRules ?? [])].map(({ cssText }) => cssText).join('')
    tree.appendChild(style)
    link.remove()
  }
  return tree
}

/** Opens the other tree. */
function openPlace(): Element | DocumentFragment | undefined {
  if (place === 'shadow') {
    const host = document.body.appendChild(document.createElement('div'))
    return withStyles(host.attachShadow({ mode: 'open' }))
  }
  if (place === 'frame') {
    const frame = document.body.appendChild(document.createElement('iframe'))
    frame.width = '480'
    frame.height = '500'
    return frame.contentDocument ? withStyles(frame.contentDocument.body) : undefined
  }
  const popup = open('', '', 'width=480,height=500')
  // What a popup's links are relative to is the page it came from.
  return popup ? withStyles(popup.document.body) : undefined
}

function Page({ children }: { children: ReactNode }) {
  const [target, setTarget] = useState(() =>
    place === 'shadow' || place === 'frame' ? openPlace() : undefined,
  )
  const [isHidden, setHidden] = useState(false)
  if (place === null) {
    return (
      <>
        <button onClick={() => setHidden(!isHidden)}>{isHidden ? 'Show' : 'Hide'}</button>
        <Activity mode={isHidden ? 'hidden' : 'visible'}>{children}</Activity>
      </>
    )
  }
  if (!target) return <button onClick={() => setTarget(openPlace())}>Open</button>
  return createPortal(children, target)
}

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root.')
createRoot(root).render(
  <QueryClientProvider client={new QueryClient()}>
    <VideoTaskProvider client={client} pollInterval={300}>
      <Page>
        {ids.length > 1 ? (
          <VideoTaskList taskIds={ids} />
        ) : (
          <>
            <VideoTaskProgress taskId={null} />
            <VideoTaskCard taskId={ids[0]} title={settings.get('title') ?? undefined} />
          </>
        )}
      </Page>
    </VideoTaskProvider>
  </QueryClientProvider>,
)
