import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createVideoClient, type VideoClient, type VideoTask, VideoTaskProvider } from 'react-video-task'
import { useVideoTaskShareActions } from 'react-video-task/components'
import { germanMessages } from 'react-video-task/messages'
import { createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { stubNodeBytes } from '../hooks/support/nodeBytes.js'
import { openFileStore } from '../server/support/taskStores.js'

/** A proxy with public links, a task behind it, and a page with the actions for it. */
async function start({ isOpen = true, messages = {} } = {}) {
  stubNodeBytes()
  onTestFinished(() => void vi.unstubAllGlobals())
  const emulator = createVideoEmulator({ gateway: 'litellm' })
  const proxy = createVideoProxy({
    apiKey: 'sk-emulator',
    baseURL: 'http://api.test/v1',
    tasks: openFileStore(),
    routes: isOpen ? ['share'] : [],
    authorize: () => ({ id: 'ann' }),
    fetch: (url, init) => emulator.fetch(url, { ...init, signal: null }),
    onError: () => undefined,
  })
  const client = createVideoClient({
    baseURL: 'http://app.test/api/v1',
    body: 'json',
    fetch: (input, init) => proxy(new Request(input, { ...init, signal: null })),
  })
  const tasks = await Promise.all([create(client), create(client)])
  render(
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskProvider client={client} messages={messages}>
        <Page tasks={tasks} />
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
  return { client, tasks }
}

const create = (client: VideoClient) => client.create({ model: 'wan2.6', prompt: 'A fox' })

function Page({ tasks, client }: { tasks: VideoTask[]; client?: VideoClient }) {
  const { actions, url, taskId, isPending, error } = useVideoTaskShareActions({
    toURL: (link) => `/shared/${link}`,
    client,
  })
  return (
    <>
      {tasks.map((task, index) =>
        actions.map(({ label, onSelect }) => (
          <button key={label + index} onClick={() => onSelect(task)}>
            {`${label} ${index}`}
          </button>
        )),
      )}
      <p>{isPending ? 'pending' : 'idle'}</p>
      {url && (
        <a href={url} id={taskId}>
          Public page
        </a>
      )}
      {error && <p role="alert">{error.code}</p>}
    </>
  )
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const link = () => screen.findByRole<HTMLAnchorElement>('link')
const linkId = ({ pathname }: HTMLAnchorElement) => pathname.replace('/shared/', '')

it('makes the public link of a video, and revokes it', async () => {
  const { client, tasks } = await start()
  press('Share 0')
  const shared = await link()
  expect(shared.id).toBe(tasks[0]?.id)
  const id = linkId(shared)
  expect(await client.retrieve(id)).toMatchObject({ id, model: 'wan2.6' })
  press('Stop sharing 0')
  await waitFor(() => expect(screen.queryByRole('link')).toBeNull())
  await expect(client.retrieve(id)).rejects.toMatchObject({ status: 404 })
})

it('keeps the link on the page while another video is no longer shared', async () => {
  const { client } = await start()
  const unshare = vi.spyOn(client, 'unshare')
  press('Share 0')
  const { href } = await link()
  press('Stop sharing 1')
  await waitFor(() => expect(unshare).toHaveBeenCalledOnce())
  await unshare.mock.results[0]?.value
  await screen.findByText('idle')
  expect((await link()).href).toBe(href)
})

it('keeps the link on the page where the next attempt fails, and says why', async () => {
  const { client, tasks } = await start()
  press('Share 0')
  const { href } = await link()
  await client.delete(tasks[1]?.id ?? '')
  press('Share 1')
  expect((await screen.findByRole('alert')).textContent).toBe('task_not_exist')
  expect((await link()).href).toBe(href)
})

it('says that the proxy has no links', async () => {
  await start({ isOpen: false })
  press('Share 0')
  expect((await screen.findByRole('alert')).textContent).toBe('not_found')
  expect(screen.queryByRole('link')).toBeNull()
})

it('says that a client has no links', async () => {
  const { client } = await start()
  const { retrieve, contentUrl } = client
  const other: VideoClient = { create: (params) => client.create(params), retrieve, contentUrl }
  const tasks = [await create(client)]
  render(<Page tasks={tasks} client={other} />, {
    wrapper: ({ children }) => (
      <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
    ),
    container: document.body.appendChild(document.createElement('main')),
  })
  const [, button] = screen.getAllByRole('button', { name: 'Share 0' })
  fireEvent.click(button ?? document.body)
  expect((await screen.findByRole('alert')).textContent).toBe('unsupported_call')
})

it('names the actions in the language of the page', async () => {
  await start({ messages: germanMessages })
  press('Teilen 0')
  await link()
  expect(screen.getByRole('button', { name: 'Nicht mehr teilen 0' })).toBeTruthy()
})
