import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render } from '@testing-library/react'
import { StrictMode } from 'react'
import { expect, it } from 'vitest'
import { createVideoClient, useVideoTask, useVideoTaskEvents, VideoTaskProvider } from 'react-video-task'
import { createVideoTaskTabs, type VideoTaskTabs } from 'react-video-task/tabs'
import { createTabbedApp } from './support/createTabbedApp.js'

const running = { state: { status: 'in_progress', progress: 50 } } as const

/** Renders an app in one tab of a browser: one QueryClient, and a provider for each tabs object. */
function renderApp({ strict = false, state = {}, providers = 1 } = {}) {
  const app = createTabbedApp()
  const { id } = app.emulator.addTask(state)
  const browserTab = app.browser.openTab()
  const events: string[] = []
  let requests = 0
  const client = createVideoClient({
    baseURL: 'http://api.test/v1',
    apiKey: 'sk-emulator',
    dangerouslyAllowBrowser: true,
    fetch: (input, init) => {
      requests += 1
      return app.emulator.fetch(input, { ...init, signal: null })
    },
  })
  const newTabs = (name = '') => createVideoTaskTabs({ ...browserTab, name })

  function Watch() {
    const { data } = useVideoTask(id)
    useVideoTaskEvents({ onStatusChange: ({ status }) => void events.push(status) })
    return <p>{data?.status}</p>
  }
  const tree = (queryClient: QueryClient, tabsOfProviders: (VideoTaskTabs | undefined)[]) => {
    const page = (
      <QueryClientProvider client={queryClient}>
        {tabsOfProviders.map((tabs, index) => (
          <VideoTaskProvider key={index} client={client} tabs={tabs} pollInterval={5_000}>
            <Watch />
          </VideoTaskProvider>
        ))}
      </QueryClientProvider>
    )
    return strict ? <StrictMode>{page}</StrictMode> : page
  }
  const queryClient = new QueryClient()
  const { rerender, unmount, container } = render(
    tree(
      queryClient,
      Array.from({ length: providers }, () => newTabs()),
    ),
  )
  return {
    ...app,
    id,
    events,
    unmount,
    newTabs,
    text: () => container.textContent,
    /** Renders with another tabs object, as Fast Refresh does after an edit of the module that creates it. */
    replace: (tabs: VideoTaskTabs | undefined, otherClient = queryClient) =>
      rerender(tree(otherClient, [tabs])),
    advance: (ms: number) => act(async () => void (await app.advance(ms))),
    /** Requests since the last call. */
    takeRequests: () => {
      const count = requests
      requests = 0
      return count
    },
  }
}

it.each([{ strict: false }, { strict: true }])(
  'a provider that gets another tabs object polls on, keeps its lock and leaves none behind (strict: $strict)',
  async ({ strict }) => {
    const { replace, newTabs, advance, takeRequests, browser, unmount } = renderApp({
      strict,
      state: running,
    })
    await advance(12_000)
    takeRequests()
    for (let edit = 0; edit < 3; edit++) {
      replace(newTabs())
      await advance(20_000)
      expect(takeRequests()).toBeGreaterThanOrEqual(3)
      expect(browser.lockNames()).toHaveLength(1)
      expect(browser.queuedRequests()).toBe(0)
    }
    unmount()
    await advance(1)
    expect(browser.lockNames()).toEqual([])
    expect(browser.openChannels()).toBe(0)
  },
)

it.each(['another name', 'no tabs'] as const)(
  'a provider that changes to %s polls on and hands its lock to the other tabs',
  async (change) => {
    const { replace, newTabs, advance, takeRequests, browser, openTab, id } = renderApp({ state: running })
    const other = openTab()
    await advance(1_000)
    other.watch(id)
    await advance(11_000)
    expect(other.requestedIds).toEqual([])
    takeRequests()
    replace(change === 'no tabs' ? undefined : newTabs('other'))
    await advance(20_000)
    expect(takeRequests()).toBeGreaterThanOrEqual(3)
    expect(other.requestedIds.length).toBeGreaterThanOrEqual(3)
    expect(browser.queuedRequests()).toBe(0)
  },
)

it('a provider that gets another QueryClient and tabs object polls on', async () => {
  const { replace, newTabs, advance, takeRequests, browser, unmount } = renderApp({ state: running })
  await advance(12_000)
  takeRequests()
  replace(newTabs(), new QueryClient())
  await advance(20_000)
  expect(takeRequests()).toBeGreaterThanOrEqual(3)
  expect(browser.lockNames()).toHaveLength(1)
  unmount()
  await advance(1)
  expect(browser.lockNames()).toEqual([])
})

it('events are reported once each when the tabs object is replaced between them', async () => {
  const { replace, newTabs, advance, events, openTab, id, text } = renderApp()
  const other = openTab()
  await advance(1_000)
  other.watch(id)
  for (let second = 0; second < 60; second += 4) {
    await advance(4_000)
    replace(newTabs())
  }
  expect(text()).toBe('completed')
  expect(events).toEqual(['in_progress', 'completed'])
  expect(other.notifiedStatuses).toEqual([])
})

it('two providers with a tabs object each share one lock and poll as one', async () => {
  const { advance, takeRequests, browser, unmount, events, emulator, id } = renderApp({
    state: running,
    providers: 2,
  })
  await advance(60_000)
  expect(takeRequests()).toBeLessThanOrEqual(13)
  expect(browser.lockNames()).toHaveLength(1)
  expect(browser.queuedRequests()).toBe(0)
  emulator.addTask({ id, state: { status: 'completed' } })
  await advance(10_000)
  expect(events).toEqual(['completed', 'completed'])
  unmount()
  await advance(1)
  expect(browser.openChannels()).toBe(0)
})
