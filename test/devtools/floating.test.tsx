import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import {
  VideoTaskDevtools,
  VideoTaskDevtoolsPanel,
  type VideoTaskDevtoolsProps,
  videoTaskDevtoolsPlugin,
} from 'react-video-task/devtools'
import { createDevtoolsApp } from './support/createDevtoolsApp.js'

/** Renders the devtools' button outside of a provider, and gives their root. */
async function renderDevtools(props: VideoTaskDevtoolsProps = {}) {
  vi.useFakeTimers()
  const { container } = render(
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskDevtools {...props} />
    </QueryClientProvider>,
  )
  await act(() => vi.dynamicImportSettled())
  return container.querySelector<HTMLElement>('.video-task-devtools')
}

afterEach(() => void vi.unstubAllEnvs())

const opener = () => screen.queryByRole('button', { name: 'Open video task devtools' })
const panel = () => screen.queryByRole('region', { name: 'Video task devtools' })

it('the button opens the panel, Escape closes it, and the focus follows', async () => {
  const onClose = vi.fn()
  const root = await renderDevtools({ onClose, theme: 'dark', position: 'start' })
  expect({ ...root?.dataset }).toEqual({ part: 'floating', theme: 'dark', position: 'start' })
  expect(panel()).toBeNull()
  expect(opener()?.title).toBe('Video task devtools')
  expect(opener()?.getAttribute('aria-expanded')).toBe('false')
  // In a form of the page, it submits nothing.
  expect(opener()?.getAttribute('type')).toBe('button')
  const isHidden = (element?: Element | null) => element?.getAttribute('aria-hidden') === 'true'
  expect(isHidden(opener()?.firstElementChild)).toBe(true)
  if (root) fireEvent.keyDown(root, { key: 'Escape' })
  expect(onClose).not.toHaveBeenCalled()

  act(() => opener()?.click())
  expect(opener()).toBeNull()
  const closer = screen.getByRole('button', { name: 'Close' })
  expect(document.activeElement).toBe(closer)
  expect(closer.getAttribute('type')).toBe('button')
  expect(isHidden(closer.firstElementChild)).toBe(true)
  const input = screen.getByRole('searchbox')
  fireEvent.keyDown(input, { key: 'a' })
  const prevent = (event: Event) => event.preventDefault()
  input.addEventListener('keydown', prevent)
  fireEvent.keyDown(input, { key: 'Escape' })
  expect(panel()).not.toBeNull()
  input.removeEventListener('keydown', prevent)
  fireEvent.keyDown(input, { key: 'Escape' })
  expect(panel()).toBeNull()
  expect(onClose).toHaveBeenCalledTimes(1)
  act(() => void vi.advanceTimersByTime(1))
  expect(document.activeElement).toBe(opener())
})

it('an app may open the panel at first; the button is at the end of a line where it says nothing', async () => {
  const root = await renderDevtools({ initialIsOpen: true })
  expect(root?.dataset.position).toBe('end')
  expect(panel()?.getAttribute('lang')).toBe('en')
  expect(panel()?.getAttribute('dir')).toBe('ltr')
  act(() => screen.getByRole('button', { name: 'Close' }).click())
  expect(opener()).not.toBeNull()
  act(() => void vi.advanceTimersByTime(100))
  // No clock ticks for a closed panel.
  expect(vi.getTimerCount()).toBe(0)
})

it('a production build shows neither the button nor the panel', async () => {
  await renderDevtools()
  expect(opener()).not.toBeNull()
  cleanup()
  vi.stubEnv('NODE_ENV', 'production')
  expect(await renderDevtools({ initialIsOpen: true })).toBeNull()
  const { container } = render(
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskDevtoolsPanel />
    </QueryClientProvider>,
  )
  expect(container.innerHTML).toBe('')
})

it('the plugin of TanStack Devtools has a name, and the theme of its options before that of the devtools', () => {
  const plugin = videoTaskDevtoolsPlugin({ emulator: true })
  const element = document.createElement('div')
  expect(plugin).toMatchObject({ id: 'react-video-task', name: 'Video tasks' })
  expect(plugin.render(element, { theme: 'dark' }).props).toEqual({ emulator: true, theme: 'dark' })
  const light = videoTaskDevtoolsPlugin({ theme: 'light' })
  expect(light.render(element, { theme: 'dark' }).props).toEqual({ theme: 'light' })
})

it('has a button for each usual scenario, and creates a task of the model that the page has', async () => {
  const app = await createDevtoolsApp({ panel: { emulator: true } })
  const group = app.inPanel.getByRole('group', { name: 'Scenarios of the emulator' })
  const buttons = [...group.querySelectorAll('button')]
  expect(buttons.map(({ textContent }) => textContent)).toEqual(
    'succeed fail error refuse stuck fresh-id poll-503 key-limit expired chaos'.split(' '),
  )
  for (const { title } of buttons) expect(title).toMatch(/\w+ \w+/)
  expect(group.firstElementChild?.textContent).toBe('Create')
  await app.press('stuck')
  const params = () => app.emulator.requests.findLast(({ route }) => route === 'create')?.params
  expect(params()).toMatchObject({ model: 'wan2.6', prompt: 'Scenario of the devtools [stuck]' })
  const { id } = app.emulator.addTask({ model: 'sora-2' })
  app.watch(id)
  await app.advance(500)
  await app.press('succeed')
  await app.press('fail')
  expect(params()).toMatchObject({ model: 'sora-2' })
  // Each is watched from then on.
  await app.advance(500)
  expect(app.text()).toContain('4 tasks')
})

it('has no scenarios unless the app says that its API is the emulator', async () => {
  const app = await createDevtoolsApp()
  expect(app.inPanel.queryByRole('group')).toBeNull()
  expect(app.text()).not.toContain('Scenarios')
  expect({ ...document.querySelector<HTMLElement>('.video-task-devtools')?.dataset }).toEqual({
    part: 'embedded',
  })
})
