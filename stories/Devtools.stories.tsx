import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCallback, useState } from 'react'
import { createPortal } from 'react-dom'
import { expect, screen, userEvent, waitFor, within } from 'storybook/test'
import { useVideoTaskEvents, useVideoTasks } from 'react-video-task'
import { Devtools, DevtoolsPanel } from '../src/devtools/Devtools.js'

// By their modules: the entry point shows nothing in a production build, which a published Storybook is.

const ids = ['task_in_the_queue', 'task_outage', 'task_city_at_night', 'task_fox_in_snow']

/** An app that watches tasks and shows nothing of them. */
function App() {
  useVideoTasks(ids)
  useVideoTaskEvents({ onCompleted: () => undefined })
  return null
}

const meta = {
  tags: ['component'],
  title: 'Devtools',
  component: DevtoolsPanel,
  parameters: {
    layout: 'fullscreen',
    width: 'auto',
    world: {
      duration: 24_000,
      provider: { pollInterval: undefined },
      tasks: [
        { id: 'task_fox_in_snow', model: 'wan2.6', prompt: 'A fox runs through fresh snow' },
        { id: 'task_city_at_night', model: 'wan2.6', state: { status: 'completed', progress: 100 } },
        { id: 'task_outage', model: 'sora-2', scenario: 'poll-503' },
        { id: 'task_in_the_queue', model: 'wan2.6', state: { status: 'queued', progress: 0 } },
      ],
    },
  },
} satisfies Meta<typeof DevtoolsPanel>

export default meta
type Story = StoryObj<typeof meta>

/** The panel explains each poll: what came of it, why it was made then, and why the next one comes when it does. */
export const Panel: Story = {
  args: { emulator: true },
  render: (args) => (
    <div style={{ blockSize: '44rem' }}>
      <DevtoolsPanel {...args} />
      <App />
    </div>
  ),
  play: async ({ canvas }) => {
    const tasks = within(await canvas.findByRole('navigation', { name: 'Watched tasks' }))
    await waitFor(() => expect(tasks.getAllByRole('button')).toHaveLength(4))

    await userEvent.click(tasks.getByRole('button', { name: /task_fox_in_snow/ }))
    await expect(await canvas.findByRole('heading', { name: 'task_fox_in_snow' })).toBeVisible()
    await expect(canvas.getByText(/a component began to watch/i)).toBeVisible()
    await expect(canvas.getByText(/^because /)).toBeVisible()

    await userEvent.click(canvas.getByRole('button', { name: 'Poll now' }))
    await canvas.findByText(/asked for it/)

    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }))
    await canvas.findByText(/because the task is stalled/)
    await userEvent.click(canvas.getByRole('button', { name: 'Poll now' }))
    await canvas.findByText(/^Next poll in /)

    await userEvent.type(canvas.getByRole('searchbox', { name: 'Filter tasks' }), 'city completed')
    await expect(tasks.getAllByRole('button')).toHaveLength(1)
    await userEvent.click(tasks.getByRole('button', { name: /task_city_at_night/ }))
    await expect(await canvas.findByText('Content route')).toBeVisible()
    await userEvent.click(canvas.getByText('Task as JSON'))
    await expect(canvas.getByText(/"video_url": "https:/)).not.toHaveTextContent(/[?&]\w+=[^•]/)
    await userEvent.clear(canvas.getByRole('searchbox', { name: 'Filter tasks' }))
    await userEvent.click(tasks.getByRole('button', { name: /task_fox_in_snow/ }))
  },
}

/** A button of the emulator's scenarios creates a task and watches it. */
export const Scenarios: Story = {
  args: {
    emulator: [
      { name: 'refuse', description: 'refused' },
      { name: 'instant', description: 'at once' },
    ],
  },
  render: (args) => <DevtoolsPanel {...args} />,
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'instant' }))
    await canvas.findByText(/because the task is completed/, undefined, { timeout: 5_000 })
    await expect(canvas.getByText('1 task')).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'refuse' }))
    await canvas.findByText(/^Create failed: /)
    await userEvent.click(canvas.getByRole('button', { name: 'Forget' }))
  },
}

/** The styles reach the panel in a shadow root too, and leave with it. */
export const InShadowRoot: Story = {
  tags: ['!autodocs'],
  render: () => <PanelInShadowRoot />,
  play: async ({ canvas }) => {
    const host = await canvas.findByTestId('host')
    const shadow = host.shadowRoot
    if (!shadow) throw new Error('The host has no shadow root.')
    const panel = await waitFor(() => within(shadow.querySelector('div') ?? host).getByRole('region'))
    await expect(getComputedStyle(panel).display).toBe('flex')
    await expect(shadow.adoptedStyleSheets).toHaveLength(1)
    await expect(document.adoptedStyleSheets).toHaveLength(0)
    await userEvent.click(canvas.getByRole('button', { name: 'Remove' }))
    await waitFor(() => expect(shadow.adoptedStyleSheets).toHaveLength(0))
  },
}

/** A panel in a shadow root, and a button that removes it. */
function PanelInShadowRoot() {
  const [root, setRoot] = useState<ShadowRoot | null>(null)
  const [isShown, setIsShown] = useState(true)
  const host = useCallback((element: HTMLDivElement | null) => {
    if (element) setRoot(element.shadowRoot ?? element.attachShadow({ mode: 'open' }))
  }, [])
  return (
    <>
      <button onClick={() => setIsShown(false)}>Remove</button>
      <div ref={host} data-testid="host" style={{ blockSize: '30rem' }} />
      {root && createPortal(isShown ? <DevtoolsPanel /> : null, root)}
    </>
  )
}

/** The button in the corner opens the panel; Escape closes it and leaves the focus on the button. */
export const Floating: Story = {
  render: () => (
    <>
      <App />
      <Devtools />
    </>
  ),
  play: async ({ canvas }) => {
    const open = await canvas.findByRole('button', { name: 'Open video task devtools' })
    await expect(open).toHaveStyle({ position: 'absolute', borderRadius: '50%' })
    open.focus()
    await userEvent.keyboard('{Enter}')
    const panel = await screen.findByRole('region', { name: 'Video task devtools' })
    await waitFor(() => expect(within(panel).getByRole('button', { name: 'Close' })).toHaveFocus())
    await expect(within(panel).getByRole('button', { name: /task_fox_in_snow/ })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await waitFor(() =>
      expect(canvas.getByRole('button', { name: 'Open video task devtools' })).toHaveFocus(),
    )
  },
}
