import '@testing-library/jest-dom/vitest'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, it, onTestFinished, vi } from 'vitest'
import {
  type CompletedVideoTask,
  createVideoClient,
  type VideoClient,
  type VideoTaskMessages,
  videoTaskKeys,
  VideoTaskProvider,
} from 'react-video-task'
import {
  VideoTaskDownload,
  type VideoTaskDownloadProps,
  VideoTaskNotifyButton,
  VideoTaskRoot,
} from 'react-video-task/components'
import { chineseMessages } from 'react-video-task/messages'

interface PageOptions extends VideoTaskDownloadProps {
  client?: VideoClient
  task?: Partial<CompletedVideoTask>
  title?: string
  messages?: Partial<VideoTaskMessages>
}

const video_url = 'https://bucket.example/a.mp4?sig=1'

/** A page that watches one completed task. */
function pageOf({
  client = createVideoClient({ baseURL: '/api/v1' }),
  task,
  title,
  messages,
  ...props
}: PageOptions = {}): ReactNode {
  const queryClient = new QueryClient()
  queryClient.setQueryData(videoTaskKeys.detail('a'), {
    id: 'a',
    object: 'video',
    status: 'completed',
    progress: 100,
    video_url,
    ...task,
  })
  return (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client} messages={messages}>
        <VideoTaskRoot taskId="a" title={title}>
          <VideoTaskDownload {...props} />
        </VideoTaskRoot>
      </VideoTaskProvider>
    </QueryClientProvider>
  )
}

it.each(['/api/v1', `${location.origin}/api/v1`])(
  "renders a plain link for a content route on the page's own origin (%s)",
  (baseURL) => {
    render(pageOf({ client: createVideoClient({ baseURL }), title: 'A fox: in snow', className: 'mine' }))
    const link = screen.getByRole('link', { name: 'Download' })
    expect(link).toHaveAttribute('href', `${baseURL}/videos/a/content`)
    expect(link).toHaveAttribute('download', 'A fox in snow.mp4')
    expect(link).toHaveClass('video-task-action', 'mine')
  },
)

it.each([
  [{ fileName: 'scene 1', title: 'A fox', task: { prompt: 'a fox' } }, 'scene 1.mp4'],
  [{ task: { prompt: 'a fox in snow' } }, 'a fox in snow.mp4'],
  [{ task: { model: 'wan2.6' } }, 'wan2.6 a.mp4'],
  [{ title: '🦊'.repeat(61) }, `${'🦊'.repeat(60)}.mp4`],
  [{}, 'a.mp4'],
])('names the download of %j %j', (options, name) => {
  render(pageOf(options))
  expect(screen.getByRole('link')).toHaveAttribute('download', name)
})

const tokenClient = createVideoClient({ baseURL: '/api/v1', headers: { 'x-token': '1' } })
const crossOriginClient = createVideoClient({ baseURL: 'https://api.example/v1' })
const hostClient: VideoClient = {
  ...crossOriginClient,
  contentUrl: (id) => `//api.example/v1/videos/${id}/content`,
}

it.each([
  ['the client sends a header of the app', { client: tokenClient }],
  ['the content route is on another origin', { client: crossOriginClient }],
  ["the content route of the app's own client names another host alone", { client: hostClient }],
  ['the app sets method="page"', { method: 'page' }],
] as const)('renders a button when %s', (_, options) => {
  render(pageOf(options))
  expect(screen.getByRole('button', { name: 'Download' })).toHaveAttribute('data-phase', 'idle')
  expect(screen.queryByRole('link')).toBeNull()
})

it('renders a link when the app sets method="link"', () => {
  render(pageOf({ client: tokenClient, method: 'link' }))
  expect(screen.getByRole('link')).toHaveAttribute('href', '/api/v1/videos/a/content')
})

it.each([
  ['without a content route', 'page'],
  ['for a content route on another origin', 'link'],
] as const)('%s, opens the video in a new tab', (which, method) => {
  const consoleError = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => consoleError.mockRestore())
  const noRoute: VideoClient = {
    ...crossOriginClient,
    contentUrl: () => {
      throw new Error('There is no content route.')
    },
  }
  render(pageOf({ method, client: which === 'without a content route' ? noRoute : crossOriginClient }))
  const link = screen.getByRole('link', { name: 'Download' })
  expect(link).toHaveAttribute('href', video_url)
  expect(link).toHaveAttribute('target', '_blank')
  expect(link).toHaveAttribute('rel', 'noopener noreferrer')
})

it.each([
  ['A', 'link'],
  ['BUTTON', 'page'],
] as const)('lets the app replace its <%s> and prevent the download', (tag, method) => {
  const open = vi.spyOn(tokenClient, 'fetchContent')
  onTestFinished(() => open.mockRestore())
  const Own = tag === 'A' ? 'a' : 'button'
  render(
    pageOf({
      method,
      client: tokenClient,
      onClick: (event) => event.preventDefault(),
      render: (props) => <Own {...props} data-own="" />,
      children: 'Save',
    }),
  )
  const own = screen.getByText('Save')
  expect(own.tagName).toBe(tag)
  expect(own).toHaveAttribute('data-own')
  fireEvent.click(own)
  expect(open).not.toHaveBeenCalled()
})

it('uses the messages of the provider', () => {
  render(pageOf({ messages: chineseMessages }))
  expect(screen.getByRole('link')).toHaveTextContent('下载')
})

it('renders nothing outside of a completed task', () => {
  const { container } = render(
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskProvider client={tokenClient}>
        <VideoTaskDownload />
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
  expect(container.textContent).toBe('')
})

it.each(['/api/v1', `${location.origin}/api/v1`, 'https://api.example/v1'])(
  "hydrates a server's HTML without a warning (%s)",
  async (baseURL) => {
    const consoleError = vi.spyOn(console, 'error')
    onTestFinished(() => consoleError.mockRestore())
    // React 18 says so here alone: the document of jsdom makes the components take layout effects, also for the server.
    const warnings = () =>
      consoleError.mock.calls.filter(
        ([text]) => !/useLayoutEffect does nothing on the server/.test(String(text)),
      )
    const page = () => (
      <>
        {pageOf({ client: createVideoClient({ baseURL }) })}
        <QueryClientProvider client={new QueryClient()}>
          <VideoTaskNotifyButton />
        </QueryClientProvider>
      </>
    )
    const root = document.createElement('div')
    root.innerHTML = renderToString(page())
    document.body.append(root)
    const hydrated = await act(async () => hydrateRoot(root, page()))
    onTestFinished(() => {
      act(() => hydrated.unmount())
      root.remove()
    })
    expect(root).toHaveTextContent('Download')
    expect(warnings()).toEqual([])
  },
)
