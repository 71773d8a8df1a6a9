import { useEffect, useState } from 'react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fireEvent, fn, userEvent, waitFor, within } from 'storybook/test'
import { useVideoReferences } from 'react-video-task'
import { VideoTaskForm, VideoTaskReferences } from 'react-video-task/components'
import { chineseMessages } from 'react-video-task/messages'
import { drawPicture } from './support/pictures.js'

interface ReferencesProps {
  model: string
  modelName?: string
  /** Names of the pictures at first. */
  pictures?: readonly string[]
  /** Models to switch to. */
  models?: readonly string[]
}

/** The pictures of one create, with buttons that switch the model. */
function References({ model: first, pictures = [], models = [], ...props }: ReferencesProps) {
  const [model, setModel] = useState(first)
  const references = useVideoReferences({ model })
  const { add } = references
  const [names] = useState(pictures)
  useEffect(() => {
    void Promise.all(names.map((name, index) => drawPicture(name, 20 + 55 * index))).then(add)
  }, [names, add])
  return (
    <>
      <VideoTaskReferences modelName={model} references={references} {...props} />
      <p className="video-task-actions">
        {models.map((name) => (
          <button key={name} type="button" className="video-task-action" onClick={() => setModel(name)}>
            {name}
          </button>
        ))}
      </p>
    </>
  )
}

const meta = {
  tags: ['component'],
  component: VideoTaskReferences,
  render: (_, { parameters }) => <References model="veo3-fast" {...parameters['references']} />,
} satisfies Meta<typeof VideoTaskReferences>

export default meta
type Story = StoryObj<typeof meta>

const references = (props: Partial<ReferencesProps>) => ({ references: props })
const namesOf = (element: HTMLElement) =>
  within(element)
    .getAllByRole<HTMLImageElement>('img')
    .map(({ alt }) => alt)

/** The tile takes a click, the keyboard, and dropped files. */
export const Empty: Story = {
  play: async ({ canvas }) => {
    const input = canvas.getByLabelText('Add images')
    await expect(input).toHaveAttribute('accept', 'image/jpeg,image/png,image/webp')
    await userEvent.tab()
    await expect(input).toHaveFocus()
    await userEvent.upload(input, [await drawPicture('fox.png', 20), await drawPicture('snow.png', 200)])
    await waitFor(() => expect(canvas.getAllByRole('img')).toHaveLength(2))
    await expect(canvas.getByText('First frame')).toBeVisible()
    await expect(canvas.getByText('Last frame')).toBeVisible()
    await expect(canvas.getByRole('status')).toHaveTextContent('Added ⁨fox.png⁩, ⁨snow.png⁩.')
    await expect(canvas.getByRole('group')).toHaveAccessibleName('Reference images')
    // The tile is gone, and the focus is in the list.
    await waitFor(() => expect(document.activeElement).toHaveAccessibleName('Remove ⁨snow.png⁩'))
  },
}

/** Sorted and removed by keyboard: the focus stays with the picture, and each change is announced. */
export const Keyboard: Story = {
  parameters: references({ model: 'doubao-seedance-2-0', pictures: ['fox.png', 'snow.png', 'tree.png'] }),
  play: async ({ canvas, canvasElement }) => {
    await waitFor(() => expect(canvas.getAllByRole('img')).toHaveLength(3))
    canvas.getByRole('button', { name: /Move .fox.png. later/ }).focus()
    await userEvent.keyboard('{Enter}')
    await expect(namesOf(canvasElement)).toEqual(['snow.png', 'fox.png', 'tree.png'])
    await expect(canvas.getByRole('status')).toHaveTextContent('⁨fox.png⁩ is now 2 of 3.')
    await expect(canvas.getByRole('button', { name: /Move .fox.png. later/ })).toHaveFocus()
    await userEvent.keyboard('{Enter}{Enter}')
    await expect(namesOf(canvasElement)).toEqual(['snow.png', 'tree.png', 'fox.png'])
    const last = canvas.getByRole('button', { name: /Move .fox.png. later/ })
    await expect(last).toHaveFocus()
    await expect(last).toHaveAttribute('aria-disabled', 'true')
    await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    await expect(canvas.getByRole('status')).toHaveTextContent('Removed ⁨fox.png⁩.')
    await expect(canvas.getByRole('button', { name: /Remove .tree.png./ })).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await userEvent.keyboard('{Enter}')
    await expect(canvas.queryByRole('img')).toBeNull()
    await expect(canvas.getByLabelText('Add images')).toHaveFocus()
  },
}

/** Sorted by dragging. */
export const Dragged: Story = {
  parameters: references({ model: 'doubao-seedance-2-0', pictures: ['fox.png', 'snow.png', 'tree.png'] }),
  play: async ({ canvas, canvasElement }) => {
    await waitFor(() => expect(canvas.getAllByRole('img')).toHaveLength(3))
    const middleOf = (element: HTMLElement) => {
      const { left, top, width, height } = element.getBoundingClientRect()
      return { clientX: left + width / 2, clientY: top + height / 2, button: 0, pointerId: 1 }
    }
    const [fox, , tree] = canvas.getAllByRole('img')
    if (!fox || !tree) throw new Error('The pictures are not there.')
    await fireEvent.pointerDown(fox, middleOf(fox))
    // A synthetic pointer cannot be captured.
    const list = canvas.getByRole('list')
    list.setPointerCapture = fn()
    await fireEvent.pointerMove(list, middleOf(tree))
    await expect(list.setPointerCapture).toHaveBeenCalledWith(1)
    await expect(namesOf(canvasElement)).toEqual(['snow.png', 'tree.png', 'fox.png'])
    await fireEvent.pointerUp(list)
    await expect(canvas.getByRole('status')).toHaveTextContent('⁨fox.png⁩ is now 3 of 3.')
  },
}

/** Files that are no pictures, or there already, are refused by name. */
export const Refused: Story = {
  parameters: references({ pictures: ['fox.png'] }),
  play: async ({ canvas }) => {
    await canvas.findByAltText('fox.png')
    const input = canvas.getByLabelText('Add images')
    const text = new File(['no picture'], 'notes.png', { type: 'image/png' })
    await userEvent.upload(input, [text, await drawPicture('fox-2.png', 20)])
    await expect(await canvas.findByText('Not an image: ⁨notes.png⁩.')).toBeVisible()
    await expect(canvas.getByText('Already added: ⁨fox-2.png⁩.')).toBeVisible()
    await expect(canvas.getByRole('group')).toHaveAccessibleDescription(/Not an image/)
  },
}

/** A picture of another frame size than the video is sent, with a warning; a model that takes any size has none. */
export const OtherSize: Story = {
  parameters: references({ model: 'sora-2', models: ['veo3.1'], pictures: ['fox.png'] }),
  play: async ({ canvas }) => {
    const warning = await canvas.findByText(/320 × 180. pixels: sora-2 expects .1280 × 720/)
    await expect(warning).toBeVisible()
    await expect(canvas.getByText('First frame')).toBeVisible()
    await expect(canvas.getByText('1 of 1')).toBeVisible()
    await expect(canvas.getByLabelText('Add images')).toBeValid()
    await userEvent.click(canvas.getByRole('button', { name: 'veo3.1' }))
    await expect(canvas.queryByText(/pixels/)).toBeNull()
  },
}

/** Pictures that the next model does not take are kept and marked, and fit again on the way back. */
export const ModelSwitched: Story = {
  parameters: references({
    model: 'doubao-seedance-2-0',
    models: ['sora-2', 'wan2.6', 'doubao-seedance-2-0'],
    pictures: ['fox.png', 'snow.png', 'tree.png'],
  }),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getAllByRole('img')).toHaveLength(3))
    await userEvent.click(canvas.getByRole('button', { name: 'doubao-seedance-2-0' }))
    await expect(canvas.getByText('Image 3')).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'wan2.6' }))
    await expect(canvas.getAllByText('Not sent: wan2.6 takes no images.')).toHaveLength(3)
    await userEvent.click(canvas.getByRole('button', { name: 'sora-2' }))
    await expect(canvas.getAllByText('sora-2 takes one image.')).toHaveLength(2)
    await expect(canvas.getByText('Remove the marked images, or choose another model.')).toBeVisible()
    await expect(canvas.getByText('1 of 1')).toBeVisible()
  },
}

/** As many as the model takes. */
export const Full: Story = {
  parameters: references({
    model: 'doubao-seedance-2-0',
    pictures: Array.from({ length: 9 }, (_, index) => `picture-${index + 1}.png`),
  }),
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getAllByRole('img')).toHaveLength(9))
    await expect(canvas.getByLabelText('Add images')).not.toBeVisible()
  },
}

/** In Chinese, on a phone, from right to left: nothing scrolls sideways. */
export const NarrowRightToLeft: Story = {
  parameters: {
    ...references({ pictures: ['fox.png', 'a-very-long-name-of-a-picture-that-wraps-or-is-cut.png'] }),
    width: 288,
    world: { provider: { messages: chineseMessages } },
  },
  globals: { direction: 'rtl' },
  play: async ({ canvas, canvasElement }) => {
    await waitFor(() => expect(canvas.getAllByRole('img')).toHaveLength(2))
    await expect(canvas.getByText('首帧')).toBeVisible()
    const group = canvasElement.querySelector('.video-task-references')
    await expect(group?.scrollWidth).toBeLessThanOrEqual(group?.clientWidth ?? 0)
  },
}

/** In the form: the pictures go into the create in their order. */
export const InForm: Story = {
  parameters: { world: { answer: { from: 1, with: () => new Promise<Response>(() => {}) } } },
  render: () => (
    <VideoTaskForm
      models={['veo3-fast', 'sora-2', 'wan2.6']}
      defaultValues={{ prompt: 'A fox runs through fresh snow, golden hour' }}
    />
  ),
  play: async ({ canvas }) => {
    const files = [await drawPicture('fox.png', 20), await drawPicture('snow.png', 200)]
    await userEvent.upload(canvas.getByLabelText('Add images'), files)
    await waitFor(() => expect(canvas.getAllByRole('img')).toHaveLength(2))
    await userEvent.selectOptions(canvas.getByLabelText('Model'), 'sora-2')
    await userEvent.click(canvas.getByRole('button', { name: 'Create video' }))
    // Nothing is sent while a picture does not fit; the focus is on what solves it.
    await expect(canvas.getByRole('button', { name: /Remove .snow.png./ })).toHaveFocus()
    await userEvent.selectOptions(canvas.getByLabelText('Model'), 'veo3-fast')
    await userEvent.click(canvas.getByRole('button', { name: 'Create video' }))
    await waitFor(() => expect(canvas.getByText('Creating the video…')).toBeVisible())
  },
}
