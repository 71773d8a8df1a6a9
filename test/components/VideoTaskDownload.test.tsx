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

/** A page that watches one task, finished already. */
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

it.each(['/api/v1', `${location.origin}/api/v1`])('on the own origin it is a plain link (%s)', (baseURL) => {
  render(pageOf({ client: createVideoClient({ baseURL }), title: 'A fox: in snow', className: 'mine' }))
  const link = screen.getByRole('link', { name: 'Download' })
  expect(link).toHaveAttribute('href', `${baseURL}/videos/a/content`)
  expect(link).toHaveAttribute('download', 'A fox in snow.mp4')
  expect(link).toHaveClass('video-task-action', 'mine')
})

it.each([
  [{ fileName: 'scene 1', title: 'A fox', task: { prompt: 'a fox' } }, 'scene 1.mp4'],
  [{ task: { prompt: 'a fox in snow' } }, 'a fox in snow.mp4'],
  [{ task: { model: 'wan2.6' } }, 'wan2.6 a.mp4'],
  [{}, 'a.mp4'],
])('a link of %j saves as %j', (options, name) => {
  render(pageOf(options))
  expect(screen.getByRole('link')).toHaveAttribute('download', name)
})

const tokenClient = createVideoClient({ baseURL: '/api/v1', headers: { 'x-token': '1' } })
const elsewhere = createVideoClient({ baseURL: 'https://api.example/v1' })

it.each([
  ['its requests carry a header of the app', { client: tokenClient }],
  ['the content route is on another origin', { client: elsewhere }],
  ['the app wants it', { method: 'page' }],
] as const)('it is a button where %s', (_, options) => {
  render(pageOf(options))
  expect(screen.getByRole('button', { name: 'Download' })).toHaveAttribute('data-phase', 'idle')
  expect(screen.queryByRole('link')).toBeNull()
})

it('it stays a link where the app wants that', () => {
  render(pageOf({ client: tokenClient, method: 'link' }))
  expect(screen.getByRole('link')).toHaveAttribute('href', '/api/v1/videos/a/content')
})

it.each([
  ['without a content route', 'page'],
  ['for a link to another origin', 'link'],
] as const)('%s it opens the video in a tab of its own', (which, method) => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => complaints.mockRestore())
  const noRoute: VideoClient = {
    ...elsewhere,
    contentUrl: () => {
      throw new Error('There is none.')
    },
  }
  render(pageOf({ method, client: which === 'without a content route' ? noRoute : elsewhere }))
  const link = screen.getByRole('link', { name: 'Download' })
  expect(link).toHaveAttribute('href', video_url)
  expect(link).toHaveAttribute('target', '_blank')
  expect(link).toHaveAttribute('rel', 'noopener noreferrer')
})

it.each([
  ['A', 'link'],
  ['BUTTON', 'page'],
] as const)('its <%s> may be an element of the app, which may also hold it back', (tag, method) => {
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

it('speaks the language of the provider', () => {
  render(pageOf({ messages: chineseMessages }))
  expect(screen.getByRole('link')).toHaveTextContent('下载')
})

it('is nothing while there is nothing to save', () => {
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
    const complaints = vi.spyOn(console, 'error')
    onTestFinished(() => complaints.mockRestore())
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
    expect(complaints).not.toHaveBeenCalled()
  },
)
