import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen, within } from '@testing-library/react'
import { vi } from 'vitest'
import {
  createVideoClient,
  useVideoTaskEvents,
  useVideoTasks,
  type VideoClient,
  VideoTaskProvider,
  type VideoTaskProviderProps,
} from 'react-video-task'
import { VideoTaskDevtoolsPanel, type VideoTaskDevtoolsPanelProps } from 'react-video-task/devtools'
import { createVideoEmulator, type VideoEmulatorOptions } from 'react-video-task/testing'
import { advanceClock } from '../../hooks/support/advanceClock.js'

interface DevtoolsAppOptions {
  emulator?: VideoEmulatorOptions
  provider?: Partial<VideoTaskProviderProps>
  panel?: VideoTaskDevtoolsPanelProps
  /** Sends the requests in place of the emulator. */
  fetch?: typeof globalThis.fetch
}

/** Starts an app with the devtools' panel on an emulator, in virtual time. It watches no task yet. */
export async function createDevtoolsApp({ provider, panel, ...options }: DevtoolsAppOptions = {}) {
  if (!vi.isFakeTimers()) vi.useFakeTimers()
  const emulator = createVideoEmulator({ apiKey: false, now: () => Date.now(), ...options.emulator })
  const client: VideoClient = createVideoClient({
    baseURL: 'http://api.test/v1',
    fetch: options.fetch ?? ((input, init) => emulator.fetch(input, { ...init, signal: null })),
  })
  const queryClient = new QueryClient()
  const tree = (ids: string[]) => (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client} {...provider}>
        <VideoTaskDevtoolsPanel {...panel} />
        <Watch ids={ids} />
      </VideoTaskProvider>
    </QueryClientProvider>
  )
  const { rerender, unmount } = render(tree([]))
  await act(() => vi.dynamicImportSettled())
  await act(async () => void (await vi.advanceTimersByTimeAsync(0)))
  const panelElement = screen.getByRole('region', { name: 'Video task devtools' })
  const inPanel = within(panelElement)
  return {
    emulator,
    client,
    queryClient,
    unmount,
    inPanel,
    /** The whole text of the panel. */
    text: () => panelElement.textContent,
    watch: (...ids: string[]) => rerender(tree(ids)),
    advance: (ms: number) => act(() => advanceClock(ms)),
    /** The texts of the polls of the selected task, oldest first. */
    polls: () =>
      [...panelElement.querySelectorAll('[data-part=polls] > li')].reverse().map((poll) => ({
        outcome: poll.querySelector('[data-part=outcome]')?.textContent,
        route: poll.querySelector('[data-part=note]')?.textContent,
        why: poll.querySelectorAll('p')[0]?.textContent,
        next: poll.querySelectorAll('p')[1]?.textContent,
      })),
    /** When the next poll comes, and why then. */
    decision: () => panelElement.querySelector('[data-part=decision]')?.textContent,
    /** A fact of the page or of the selected task, by its name. */
    fact: (name: string) => inPanel.queryByText(name, { selector: 'dt' })?.nextElementSibling?.textContent,
    select: (id: string) => act(() => inPanel.getByRole('button', { name: new RegExp(id) }).click()),
    press: async (name: string) => {
      await act(async () => {
        inPanel.getByRole('button', { name }).click()
        await advanceClock(100)
      })
    },
  }
}

/** Watches tasks and listens to their events, as an app does. */
function Watch({ ids }: { ids: string[] }) {
  useVideoTasks(ids)
  useVideoTaskEvents({ onCompleted: () => undefined })
  return null
}
