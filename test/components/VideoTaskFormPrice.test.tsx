import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it, onTestFinished, vi } from 'vitest'
import { VideoTaskProvider } from 'react-video-task'
import { VideoTaskForm, VideoTaskFormPrice, type VideoTaskFormProps } from 'react-video-task/components'
import { germanMessages } from 'react-video-task/messages'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { renderAsInProduction } from '../support/renderAsInProduction.js'

const CATALOGUE = {
  data: [
    { id: 'wan2.6', pricing: { per_second: 0.08, per_request: null } },
    { id: 'sora-2', pricing: { per_second: null, per_request: 0.0125 } },
  ],
}

function renderPrice(catalogue: string | object | undefined, props: VideoTaskFormProps = {}) {
  const app = createTestApp()
  const price = <VideoTaskFormPrice catalogue={catalogue} />
  const view = render(
    <VideoTaskForm models={['wan2.6', 'sora-2', 'veo3-fast']} slots={{ price }} {...props} />,
    { wrapper: app.wrapper },
  )
  return { app, ...view }
}

const output = () => document.querySelector('output')?.textContent
const choose = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })

/** Answers the page's own requests. */
function stubFetch(answer: () => Response) {
  const fetch = vi.fn<(url: string) => Promise<Response>>(async () => answer())
  vi.stubGlobal('fetch', fetch)
  onTestFinished(() => void vi.unstubAllGlobals())
  return fetch
}

it('shows the list price of what would be created, by second and by request', () => {
  renderPrice(CATALOGUE)
  expect(output()).toBe('List price: $0.40')
  choose('Length', '15')
  expect(output()).toBe('List price: $1.20')
  choose('Model', 'sora-2')
  expect(output()).toBe('List price: $0.0125')
})

it('rounds a price to a hundredth of a cent', () => {
  renderPrice({ data: [{ id: 'wan2.6', pricing: { per_second: null, per_request: 0.012_345_6 } }] })
  expect(output()).toBe('List price: $0.0123')
})

it('is empty for a model without a price, and without a catalogue', () => {
  const { rerender } = renderPrice(CATALOGUE)
  choose('Model', 'veo3-fast')
  expect(output()).toBe('')
  rerender(<VideoTaskForm slots={{ price: <VideoTaskFormPrice catalogue={undefined} /> }} />)
  expect(output()).toBe('')
})

it('fetches the catalogue of a URL once for all forms', async () => {
  renderAsInProduction()
  const fetch = stubFetch(() => Response.json(CATALOGUE))
  const { app, rerender } = renderPrice('/api/catalogue')
  expect(output()).toBe('')
  await app.advance(10)
  expect(output()).toBe('List price: $0.40')
  rerender(
    <VideoTaskForm
      key="other"
      models={['wan2.6']}
      slots={{ price: <VideoTaskFormPrice catalogue="/api/catalogue" /> }}
    />,
  )
  await app.advance(10)
  expect(output()).toBe('List price: $0.40')
  expect(fetch.mock.calls.map(([url]) => url)).toEqual(['/api/catalogue'])
})

it('is empty where the catalogue cannot be fetched, and the form works', async () => {
  stubFetch(() => new Response('', { status: 502 }))
  const { app } = renderPrice('/api/catalogue')
  await app.advance(60_000)
  expect(output()).toBe('')
})

it('writes price and words in the language of the page', () => {
  const { app, rerender } = renderPrice(CATALOGUE)
  rerender(
    <VideoTaskProvider client={app.client} messages={germanMessages}>
      <VideoTaskForm models={['wan2.6']} slots={{ price: <VideoTaskFormPrice catalogue={CATALOGUE} /> }} />
    </VideoTaskProvider>,
  )
  expect(output()).toBe('Listenpreis: 0,40\u00a0$')
})
