import { createTheme, LinearProgress, Paper, ThemeProvider, useTheme } from '@mui/material'
import type { Meta, StoryObj } from '@storybook/react-vite'
import type { ReactNode } from 'react'
import { expect, waitFor } from 'storybook/test'
import {
  VideoTaskCard,
  VideoTaskErrorMessage,
  VideoTaskProgress,
  VideoTaskRoot,
  VideoTaskRetryButton,
  VideoTaskStatus,
} from 'react-video-task/components'
import type { TaskSeed } from 'react-video-task/testing'
import './theming.css'

const tasks: TaskSeed[] = [
  { id: 'task_running', state: { status: 'in_progress', progress: 65 } },
  { id: 'task_failed', state: { status: 'failed', error: { message: 'No', code: 'moderation' } } },
]

const meta = {
  tags: ['looks', '!manifest'],
  title: 'Theming',
  parameters: { layout: 'padded', width: 700, world: { tasks } },
} satisfies Meta

export default meta
type Story = StoryObj<typeof meta>

const untilRunning: NonNullable<Story['play']> = async ({ canvasElement }) => {
  await waitFor(() => expect(canvasElement.querySelector('[data-status=in_progress]')).not.toBeNull())
  await waitFor(() => expect(canvasElement.querySelector('[data-status=failed]')).not.toBeNull())
}

/** Five colours and a radius, set as custom properties on any ancestor. */
export const Properties: Story = {
  render: () => (
    <div className="overview warm">
      <VideoTaskCard taskId="task_running" title="Five colours and a radius" />
      <VideoTaskCard taskId="task_failed" title="The same, failed" onRetry={() => {}} />
    </div>
  ),
  play: untilRunning,
}

/** shadcn/ui with Tailwind: its tokens set the card's properties, its utility classes style the parts. */
export const ShadcnWithTailwind: Story = {
  render: () => (
    <div className="shadcn grid gap-4 sm:grid-cols-2">
      <VideoTaskCard taskId="task_running" title="A card on shadcn tokens" className="shadow-sm" />
      <VideoTaskRoot
        taskId="task_failed"
        className="flex flex-col items-start gap-3 rounded-xl border border-(--border) bg-(--card) p-6"
      >
        <VideoTaskStatus className="text-sm font-medium" />
        <VideoTaskErrorMessage className="text-sm" />
        <VideoTaskRetryButton
          onRetry={() => {}}
          className="rounded-md border-transparent bg-(--primary) px-4 py-2 text-sm font-medium text-(--primary-foreground)"
        />
      </VideoTaskRoot>
    </div>
  ),
  play: async (context) => {
    await untilRunning(context)
    const button = context.canvas.getByRole('button', { name: 'Try again' })
    // A class of the app overrides the layered styles.
    await expect(getComputedStyle(button).paddingInlineStart).toBe('16px')
    await expect(getComputedStyle(button).borderTopColor).toBe('rgba(0, 0, 0, 0)')
  },
}

function MuiTokens({ children }: { children: ReactNode }) {
  const { palette, shape } = useTheme()
  return (
    <div
      className="overview"
      ref={(element) => {
        const style = element?.style
        style?.setProperty('--video-task-surface', palette.background.paper)
        style?.setProperty('--video-task-text', palette.text.primary)
        style?.setProperty('--video-task-accent', palette.primary.main)
        style?.setProperty('--video-task-danger', palette.error.main)
        style?.setProperty('--video-task-radius', `${shape.borderRadius}px`)
      }}
    >
      {children}
    </div>
  )
}

const theme = createTheme({ palette: { primary: { main: '#00695c' } } })

/** MUI: the theme's values set the card's properties, and MUI elements take the parts' props. */
export const Mui: Story = {
  globals: { theme: 'light' },
  render: () => (
    <ThemeProvider theme={theme}>
      <MuiTokens>
        <VideoTaskCard taskId="task_running" title="A card on a MUI theme" />
        <VideoTaskRoot taskId="task_running" render={<Paper variant="outlined" className="mui-paper" />}>
          <VideoTaskStatus />
          <VideoTaskProgress
            render={(props, { task }) => (
              <LinearProgress
                variant={task?.progress ? 'determinate' : 'indeterminate'}
                value={task?.progress ?? 0}
                aria-label={String(props['aria-label'])}
              />
            )}
          />
        </VideoTaskRoot>
        <VideoTaskCard taskId="task_failed" title="The same, failed" onRetry={() => {}} />
      </MuiTokens>
    </ThemeProvider>
  ),
  play: untilRunning,
}
