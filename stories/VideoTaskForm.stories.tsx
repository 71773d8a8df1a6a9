import { useState } from 'react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { VideoTaskCard, VideoTaskForm } from 'react-video-task/components'
import { chineseMessages } from 'react-video-task/messages'

const meta = {
  tags: ['component'],
  component: VideoTaskForm,
  args: {
    models: ['wan2.6', 'wan2.7', 'sora-2', 'veo3-fast', 'omni-fast', 'doubao-seedance-2-0'],
    onCreated: fn(),
  },
} satisfies Meta<typeof VideoTaskForm>

export default meta
type Story = StoryObj<typeof meta>

const prompt = 'A fox runs through fresh snow, golden hour'

/** The defaults of the first model. */
export const Empty: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.getByLabelText('Length')).toHaveValue('5')
    await expect(canvas.getByLabelText('Frame size')).toHaveValue('1920x1080')
    // The empty error, notes and status leave no gaps.
    const settings = canvas.getByLabelText('Length').parentElement?.parentElement
    const button = canvas.getByRole('button', { name: 'Create video' })
    const bottom = settings?.getBoundingClientRect().bottom ?? 0
    await expect(button.getBoundingClientRect().top - bottom).toBeLessThanOrEqual(17)
  },
}

/** A blank prompt: the error stands beside the field, which has the focus. */
export const PromptMissing: Story = {
  play: async ({ canvas, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Create video' }))
    const field = canvas.getByLabelText('Prompt')
    await expect(field).toHaveFocus()
    await expect(field).toBeInvalid()
    await expect(field).toHaveAccessibleDescription(/Describe the video/)
    await expect(args.onCreated).not.toHaveBeenCalled()
  },
}

/** A model with a range of lengths, and a limit of the prompt. */
export const Filled: Story = {
  args: { defaultValues: { model: 'wan2.7', prompt, seconds: '12' }, maxPromptLength: 800 },
  play: async ({ canvas }) => {
    const length = canvas.getByRole('spinbutton', { name: 'Length' })
    await expect(length).toHaveAttribute('min', '2')
    await expect(length).toHaveAttribute('max', '15')
    await expect(canvas.getByText('42 of 800 characters')).toBeVisible()
  },
}

/** As a composer: a large prompt, and the settings as chips beside the button. */
export const Composer: Story = {
  args: { layout: 'composer', defaultValues: { prompt }, maxPromptLength: 2000 },
  parameters: { width: 640 },
  play: async ({ canvas, canvasElement }) => {
    const form = canvasElement.querySelector('form')
    const height = form?.offsetHeight
    const button = canvas.getByRole('button', { name: 'Create video' })
    const length = canvas.getByLabelText('Length')
    const middle = (element: HTMLElement) => {
      const { top, bottom } = element.getBoundingClientRect()
      return (top + bottom) / 2
    }
    await expect(Math.abs(middle(button) - middle(length))).toBeLessThan(2)
    // The label lets presses through to the list.
    const label = canvas.getByText('Length').getBoundingClientRect()
    await expect(document.elementFromPoint(label.x + 4, label.y + 8)).toBe(length)
    await userEvent.click(button)
    await expect(await canvas.findByText('The video is being made.')).toBeVisible()
    await expect(form?.offsetHeight).toBe(height)
  },
}

/** A composer of a model with one length, right to left: no text lies on another. */
export const ComposerFixedLength: Story = {
  args: { layout: 'composer', defaultValues: { model: 'omni-fast', prompt } },
  globals: { direction: 'rtl' },
  play: async ({ canvas }) => {
    const boxOf = (text: string) => {
      const range = document.createRange()
      range.selectNodeContents(canvas.getByText(text))
      return range.getBoundingClientRect()
    }
    const length = canvas.getByLabelText('Length')
    await expect(length).toHaveAttribute('readonly')
    await expect(length.offsetHeight).toBe(canvas.getByLabelText('Aspect ratio').offsetHeight)
    const valueTop = length.getBoundingClientRect().top + parseFloat(getComputedStyle(length).paddingTop)
    await expect(valueTop).toBeGreaterThan(boxOf('Length').bottom - 3)
    await userEvent.click(canvas.getByRole('button', { name: 'Create video' }))
    await canvas.findByText('The video is being made.')
    await expect(boxOf('The video is being made.').right).toBeLessThan(boxOf('Prompt').left)
  },
}

/** A composer 288 px wide, right to left, with a long prompt, a long name and an error: nothing scrolls sideways. */
export const ComposerNarrow: Story = {
  args: {
    layout: 'composer',
    defaultValues: { model: 'doubao-seedance-2-0', prompt: `${prompt} `.repeat(12), seconds: '2' },
  },
  globals: { direction: 'rtl' },
  parameters: { width: 288 },
  play: async ({ canvas, canvasElement }) => {
    const form = canvasElement.querySelector('form')
    await expect(form?.scrollWidth).toBeLessThanOrEqual(form?.clientWidth ?? 0)
    await expect(canvas.getByLabelText('Length')).toBeInvalid()
    await expect(canvas.getByText(/makes videos of 4 to 15/)).toBeVisible()
  },
}

/** Values that fitted the last model and do not fit this one are kept and marked; untouched ones follow the model. */
export const ModelSwitched: Story = {
  args: { defaultValues: { prompt } },
  play: async ({ canvas }) => {
    await userEvent.selectOptions(canvas.getByLabelText('Length'), '10')
    await userEvent.selectOptions(canvas.getByLabelText('Frame size'), '1088x832')
    await userEvent.selectOptions(canvas.getByLabelText('Model'), 'sora-2')
    await expect(canvas.getByLabelText('Length')).toHaveValue('10')
    await expect(canvas.getByText(/sora-2 does not offer 10s/)).toBeVisible()
    await expect(canvas.getByLabelText('Frame size')).toBeInvalid()
    await userEvent.click(canvas.getByRole('button', { name: 'Create video' }))
    await expect(canvas.getByLabelText('Length')).toHaveFocus()
  },
}

/** A model without lengths and sizes to choose: what was chosen is kept, and a note says that it is not sent. */
export const NotSent: Story = {
  args: { defaultValues: { model: 'omni-fast', prompt, seconds: '10', size: '1280x720' } },
  play: async ({ canvas }) => {
    await expect(canvas.getByText(/10s is not sent/)).toBeVisible()
    await expect(canvas.getByLabelText('Aspect ratio')).toHaveValue('16:9')
  },
}

/** Ratios and frames in one list. */
export const RatiosAndFrames: Story = {
  args: { defaultValues: { model: 'doubao-seedance-2-0', prompt } },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('group', { name: 'Aspect ratio' })).toBeInTheDocument()
    await expect(canvas.getByLabelText('Resolution')).toHaveValue('')
  },
}

/** A model without facts takes free text. */
export const UnknownModel: Story = {
  args: { models: ['kling-v9'], modelNames: { 'kling-v9': 'Kling 9' }, defaultValues: { prompt } },
  play: async ({ canvas }) => {
    await expect(canvas.getByLabelText('Length')).toHaveAttribute('name', 'seconds')
    await expect(canvas.getByRole('option', { name: 'Kling 9' })).toBeInTheDocument()
  },
}

/** The create is pending: the button keeps the focus and ignores a second press. */
export const Pending: Story = {
  args: { defaultValues: { prompt } },
  parameters: { world: { answer: { from: 1, with: () => new Promise<Response>(() => {}) } } },
  play: async ({ canvas }) => {
    const button = canvas.getByRole('button', { name: 'Create video' })
    await userEvent.click(button)
    await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('Creating the video…'))
    await expect(button).toHaveFocus()
    await expect(button).toHaveAttribute('aria-disabled', 'true')
  },
}

/** The API refuses a value: its field is marked and has the focus. */
export const Refused: Story = {
  args: { defaultValues: { prompt } },
  parameters: {
    world: {
      answer: {
        from: 1,
        with: () =>
          Response.json(
            {
              error: {
                message: 'size is not supported (request id: 20261128b1c2)',
                type: 'invalid_request_error',
                param: 'size',
                code: 'invalid_size',
              },
            },
            { status: 400 },
          ),
      },
    },
  },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Create video' }))
    await expect(await canvas.findByRole('alert')).toBeInTheDocument()
    await waitFor(() => expect(canvas.getByLabelText('Frame size')).toHaveFocus())
    await expect(canvas.getByText('The video service does not accept this value.')).toBeVisible()
    await expect(canvas.queryByText(/is not supported/)).toBeNull()
  },
}

/** The form, and the card of the video that it created. */
export const WithCard: Story = {
  args: { defaultValues: { prompt } },
  render: function FormAndCard(args) {
    const [taskId, setTaskId] = useState<string>()
    return (
      <div style={{ display: 'grid', gap: 24 }}>
        <VideoTaskForm {...args} onCreated={(task) => setTaskId(task.id)} />
        <VideoTaskCard taskId={taskId} title={prompt} />
      </div>
    )
  },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Create video' }))
    await waitFor(() => expect(canvas.getByRole('article')).not.toHaveAttribute('data-status', 'idle'))
    await expect(canvas.getByText('The video is being made.')).toBeVisible()
  },
}

/** In Chinese. */
export const Chinese: Story = {
  args: { defaultValues: { model: 'sora-2', prompt: '雪地里的狐狸', seconds: '10' } },
  parameters: { world: { provider: { messages: chineseMessages } } },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button', { name: '生成视频' })).toBeVisible()
    await expect(canvas.getByText(/sora-2 不支持/)).toBeVisible()
  },
}

/** Right to left, 320 px wide: nothing scrolls sideways. */
export const NarrowRightToLeft: Story = {
  args: { defaultValues: { model: 'sora-2', prompt, seconds: '10' } },
  globals: { direction: 'rtl' },
  parameters: { width: 288 },
  play: async ({ canvasElement }) => {
    const form = canvasElement.querySelector('form')
    await expect(form?.scrollWidth).toBeLessThanOrEqual(form?.clientWidth ?? 0)
  },
}
