import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render } from '@testing-library/react'
import { expect, it, onTestFinished, vi } from 'vitest'
import { VideoTaskDevtoolsPanel } from 'react-video-task/devtools'
// Private: the text of the styles, which no page shows.
import { CSS } from '../../src/devtools/styles.js'

/** jsdom has no constructed sheets. */
class TestSheet {
  text = ''
  replaceSync(text: string) {
    this.text = text
  }
}

it.each(['the page', 'a shadow root'])(
  'brings its styles to %s, beside others, and takes them along',
  async (place) => {
    const view = document.defaultView ?? window
    const before = Object.getOwnPropertyDescriptor(view, 'CSSStyleSheet')
    Object.assign(view, { CSSStyleSheet: TestSheet })
    const host = document.body.appendChild(document.createElement('div'))
    const shadow = host.attachShadow({ mode: 'open' })
    const isPage = place === 'the page'
    const tree = isPage ? document : shadow
    const [own, later] = [new TestSheet(), new TestSheet()]
    const sheets: { adoptedStyleSheets: TestSheet[] } = Object.assign(tree, { adoptedStyleSheets: [own] })
    onTestFinished(() => {
      host.remove()
      Reflect.deleteProperty(tree, 'adoptedStyleSheets')
      if (before) Object.defineProperty(view, 'CSSStyleSheet', before)
    })
    const container = (isPage ? document.body : shadow).appendChild(document.createElement('div'))
    const { unmount } = render(
      <QueryClientProvider client={new QueryClient()}>
        <VideoTaskDevtoolsPanel />
      </QueryClientProvider>,
      { container },
    )
    await act(() => vi.dynamicImportSettled())
    expect(sheets.adoptedStyleSheets.map(({ text }) => text)).toEqual(['', CSS])
    sheets.adoptedStyleSheets = [...sheets.adoptedStyleSheets, later]
    unmount()
    container.remove()
    expect(sheets.adoptedStyleSheets).toEqual([own, later])
    expect(sheets.adoptedStyleSheets[0]).toBe(own)
  },
)
