import { focusManager, onlineManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { createVideoClient, useVideoTask, VideoTaskProvider } from 'react-video-task'
import { VideoTaskDevtools, VideoTaskDevtoolsPanel } from 'react-video-task/devtools'
import { createVideoEmulator } from 'react-video-task/testing'
import { createDevtoolsApp } from './support/createDevtoolsApp.js'
import { renderAsInProduction } from '../support/renderAsInProduction.js'

afterEach(() => {
  focusManager.setFocused(undefined)
  onlineManager.setOnline(true)
})

it('each poll has the reason of its time, and the next one the reason of its own', async () => {
  const app = await createDevtoolsApp({ emulator: { duration: 40_000 } })
  const { id } = app.emulator.addTask({ model: 'wan2.6' })
  app.watch(id)
  await app.advance(100)
  expect(app.polls()).toEqual([
    {
      outcome: 'queued',
      route: undefined,
      why: 'Why then A component began to watch',
      next: expect.stringMatching(
        /^Next In 1\d\.?\d* s: the task is queued, so its end is at least a whole run away$/,
      ),
    },
  ])
  expect(app.decision()).toMatch(/^Next poll in 1\d s because the task is queued/)

  await app.advance(60_000)
  const polls = app.polls()
  // The next one of each poll is the one that came.
  for (const [index, { why }] of polls.slice(1).entries()) {
    const planned = polls[index]?.next?.replace('Next In', 'Why then Due after')
    expect(why).toBe(planned)
  }
  expect(polls.map(({ why }) => why?.split(': ')[1])).toContain('the end may be near')
  expect(polls.at(-1)?.outcome).toMatch(/→ completed$/)
  expect(polls.at(-1)?.next).toBe('Next No more polls: the task is completed')
  expect(app.decision()).toBe('No further poll because the task is completed')
  expect(polls).toHaveLength(app.emulator.requests.length)
})

it('an interval of the app is the reason of a poll without a change', async () => {
  const app = await createDevtoolsApp({ provider: { pollInterval: 4_000 } })
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 30 } })
  app.watch(id)
  await app.advance(4_500)
  expect(app.polls().at(-1)).toEqual({
    outcome: 'Unchanged: in_progress 30 %',
    route: undefined,
    why: 'Why then Due after 4 s: the app has set the interval',
    next: 'Next In 4 s: the app has set the interval',
  })
})

it('a failed poll has its status, code and attempt, and the next one waits because it failed', async () => {
  const app = await createDevtoolsApp()
  const { id } = app.emulator.addTask({
    scenario: [
      { status: 'in_progress', progress: 10, times: 1 },
      { answer: '503', times: 2 },
      { answer: {} },
    ],
  })
  app.watch(id)
  await app.advance(40_000)
  const failed = app.polls().filter(({ outcome }) => outcome?.startsWith('Failed'))
  expect(failed.map(({ outcome }) => outcome)).toEqual([
    expect.stringMatching(/^Failed: 503, \w+, attempt 1$/),
    expect.stringMatching(/^Failed: 503, \w+, attempt 2$/),
  ])
  expect(failed[0]?.next).toMatch(/^Next In [12]\.?\d* s: the last poll failed$/)
  const after = app.polls().findLast(({ outcome }) => !outcome?.startsWith('Failed'))
  expect(after?.outcome).toBeDefined()
})

it('a hook with options of its own is named as the reason, with its own interval', async () => {
  const app = await createDevtoolsApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 30 } })
  function Own() {
    useVideoTask(id, { client: app.client, pollInterval: 7_000 })
    return null
  }
  const { unmount } = render(
    <QueryClientProvider client={app.queryClient}>
      <Own />
    </QueryClientProvider>,
  )
  await app.advance(7_500)
  expect(app.polls().at(-1)?.why).toMatch(/^Why then Due after 7 s: a hook has options of its own/)
  unmount()
  await app.advance(500)
  expect(app.decision()).toBe('No further poll because nothing watches the task')
})

it('a page that is hidden, shown, offline and online again explains each of its polls', async () => {
  const app = await createDevtoolsApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 30 } })
  app.watch(id)
  await app.advance(100)
  act(() => focusManager.setFocused(false))
  await app.advance(46_000)
  expect(app.polls().at(-1)?.next).toBe('Next In 45 s: the page is hidden')
  expect(app.fact('Page')).toBe('hidden, online')
  await app.advance(20_000)
  act(() => focusManager.setFocused(true))
  await app.advance(100)
  expect(app.polls().at(-1)?.why).toBe('Why then The page became visible')

  act(() => onlineManager.setOnline(false))
  await app.advance(16_000)
  expect(app.polls().at(-1)?.next).toBe('Next In 1 min 0 s: the device is offline')
  act(() => onlineManager.setOnline(true))
  await app.advance(100)
  expect(app.polls().at(-1)?.why).toBe('Why then The network came back')
})

it('keeps the latest polls of a task only', async () => {
  const app = await createDevtoolsApp({ provider: { pollInterval: 50 } })
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 30 } })
  app.watch(id)
  await app.advance(3_600)
  expect(app.emulator.requests.length).toBeGreaterThan(62)
  expect(app.polls()).toHaveLength(60)
})

it('the button records before its panel is opened', async () => {
  renderAsInProduction()
  vi.useFakeTimers()
  const emulator = createVideoEmulator({ apiKey: false, now: () => Date.now() })
  const client = createVideoClient({ baseURL: 'http://api.test/v1', fetch: emulator.fetch })
  const { id } = emulator.addTask({ state: { status: 'in_progress', progress: 30 } })
  function Watch() {
    useVideoTask(id)
    return null
  }
  render(
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskProvider client={client} pollInterval={2_000}>
        <VideoTaskDevtools />
        <Watch />
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
  await act(() => vi.dynamicImportSettled())
  await act(async () => void (await vi.advanceTimersByTimeAsync(9_000)))
  act(() => screen.getByRole('button', { name: 'Open video task devtools' }).click())
  const polls = screen.getByRole('region').querySelectorAll('[data-part=polls] > li')
  expect(polls.length).toBeGreaterThanOrEqual(4)
  expect(polls.length).toBe(emulator.requests.length)
})

it('an app opens the panel by a button of its own, and it records while it is closed', async () => {
  renderAsInProduction()
  vi.useFakeTimers()
  const emulator = createVideoEmulator({ apiKey: false, now: () => Date.now() })
  const client = createVideoClient({ baseURL: 'http://api.test/v1', fetch: emulator.fetch })
  const { id } = emulator.addTask({ state: { status: 'in_progress', progress: 30 } })
  const queryClient = new QueryClient()
  const onClose = vi.fn()
  function Watch() {
    useVideoTask(id)
    return null
  }
  const tree = (isOpen: boolean) => (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client} pollInterval={2_000}>
        <VideoTaskDevtools isOpen={isOpen} onClose={onClose} />
        <Watch />
      </VideoTaskProvider>
    </QueryClientProvider>
  )
  const { rerender } = render(tree(false))
  await act(() => vi.dynamicImportSettled())
  await act(async () => void (await vi.advanceTimersByTimeAsync(5_000)))
  expect(screen.queryByRole('button')).toBeNull()
  rerender(tree(true))
  const panel = screen.getByRole('region', { name: 'Video task devtools' })
  expect(panel.querySelectorAll('[data-part=polls] > li')).toHaveLength(emulator.requests.length)
  fireEvent.keyDown(panel, { key: 'Escape' })
  expect(onClose).toHaveBeenCalledTimes(1)
  // The app decides.
  expect(screen.getByRole('region')).toBe(panel)
  act(() => screen.getByRole('button', { name: 'Close' }).click())
  expect(onClose).toHaveBeenCalledTimes(2)
  rerender(tree(false))
  expect(screen.queryByRole('region')).toBeNull()
  expect(screen.queryByRole('button')).toBeNull()
})

it('the panel works without a provider, and says that it does not know the reasons', async () => {
  const app = await createDevtoolsApp({ provider: { pollInterval: 4_000 } })
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 30 } })
  app.watch(id)
  app.unmount()
  render(
    <QueryClientProvider client={app.queryClient}>
      <VideoTaskDevtoolsPanel emulator />
    </QueryClientProvider>,
  )
  const scenarios = screen.getByText(/put the devtools inside VideoTaskProvider/)
  expect(scenarios.dataset['part']).toBe('scenarios')
})
