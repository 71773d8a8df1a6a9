import '@testing-library/jest-dom/vitest'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { createRef, type RefAttributes } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useVideoReferences, type UseVideoReferencesOptions, type VideoReferences } from 'react-video-task'
import { VideoTaskReferences, type VideoTaskReferencesProps } from 'react-video-task/components'
import { picture } from '../support/pictures.js'

/** The list of an app without a form, with pictures. */
async function renderList(
  {
    props,
    ...options
  }: UseVideoReferencesOptions & { props?: VideoTaskReferencesProps & RefAttributes<HTMLDivElement> },
  ...files: File[]
) {
  let references: VideoReferences | undefined
  function Page() {
    references = useVideoReferences(options)
    return <VideoTaskReferences references={references} modelName={options.model} {...props} />
  }
  const view = render(<Page />)
  await act(async () => references?.add(files))
  const list = screen.getByRole('list')
  const names = () => [...list.querySelectorAll('li[title]')].map((entry) => entry.getAttribute('title'))
  return { ...view, list, names, references: () => references, said: screen.getByRole('status') }
}

const three = () => ['a.png', 'b.png', 'c.png'].map((name) => picture(name))
const model = 'doubao-seedance-2-0'

describe('a picture that the model does not take', () => {
  it.each<[string, UseVideoReferencesOptions, File[], string]>([
    [
      'is of another type',
      { model: 'sora-2' },
      [picture('a.png', { format: 'GIF' })],
      'sora-2 takes JPEG, PNG, WebP.',
    ],
    ['is one too many', { model: 'veo3-fast' }, three(), 'veo3-fast takes up to 2 images.'],
  ])('says that it %s', async (_, options, files, text) => {
    const { list } = await renderList(options, ...files)
    const marked = [...list.querySelectorAll('[data-problem]')]
    expect(marked.map((entry) => entry.querySelector('.video-task-field-error')?.textContent)).toEqual([text])
  })

  it('says that it is larger than the limit of the app', async () => {
    let maxBytes: number | undefined
    function Page() {
      const references = useVideoReferences({ maxBytes })
      return (
        <>
          <VideoTaskReferences references={references} />
          <button type="button" onClick={() => void references.add([picture('a.png')])}>
            Add
          </button>
        </>
      )
    }
    const { rerender } = render(<Page />)
    expect(screen.getByText('JPEG, PNG, WebP, up to 20 MB each. Choose, drop or paste.')).toBeInTheDocument()
    fireEvent.click(screen.getByText('Add'))
    await screen.findByText('Image 1')
    maxBytes = 3
    rerender(<Page />)
    expect(screen.getByText('Larger than 0 MB.')).toBeInTheDocument()
    maxBytes = 1_540_000
    rerender(<Page />)
    expect(screen.getByText(/up to 1.5 MB each/)).toBeInTheDocument()
  })
})

describe('the place of a picture', () => {
  beforeEach(() => {
    // Each is 100 px wide, beside the one before.
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
      const index = [...(this.parentElement?.children ?? [])].indexOf(this)
      return new DOMRect(index * 100, 0, 100, 100)
    })
  })

  const at = (clientX: number, clientY: number) => ({ clientX, clientY, button: 0, pointerId: 1 })
  const isDragged = (list: HTMLElement) => list.querySelector('[data-dragged]')?.getAttribute('title')

  it.each([
    [5, 0, undefined],
    [6, 0, 'a.png'],
    [-6, 0, 'a.png'],
    [0, 6, 'a.png'],
    [0, -6, 'a.png'],
    [4, 4, undefined],
    [4, -5, 'a.png'],
  ])('changes by a drag of at least 6 px, as by %i and %i', async (x, y, dragged) => {
    const { list } = await renderList({ model }, ...three())
    fireEvent.pointerDown(list, at(50, 50))
    fireEvent.pointerMove(list, at(50 + x, 50 + y))
    expect(isDragged(list)).toBe(dragged)
    fireEvent.pointerUp(list)
    expect(isDragged(list)).toBeUndefined()
  })

  it('follows the pointer, stays where there is no picture, and is announced at the end', async () => {
    const { list, names, said } = await renderList({ model }, ...three())
    fireEvent.pointerDown(list, at(50, 50))
    fireEvent.pointerMove(list, at(150, 50))
    expect(names()).toEqual(['b.png', 'a.png', 'c.png'])
    // Beside all pictures, under them, and on the tile that adds one.
    for (const [x, y] of [
      [-1, 50],
      [250, 101],
      [250, -1],
      [350, 50],
    ] as const)
      fireEvent.pointerMove(list, at(x, y))
    expect(names()).toEqual(['b.png', 'a.png', 'c.png'])
    // An edge is part of a picture.
    fireEvent.pointerMove(list, at(300, 100))
    expect(names()).toEqual(['b.png', 'c.png', 'a.png'])
    fireEvent.pointerUp(list)
    expect(said).toHaveTextContent(/a\.png. is now 3 of 3\./)
    fireEvent.pointerMove(list, at(50, 50))
    expect(names()).toEqual(['b.png', 'c.png', 'a.png'])
  })

  it.each([
    ['another button of the pointer', { button: 2 }, 'li'],
    ['one of its own buttons', {}, 'li button'],
    ['the tile that adds one', { clientX: 350 }, 'li:last-child'],
  ])('does not change by a drag of %s', async (_, event, selector) => {
    const { list, names, said } = await renderList({ model }, ...three())
    const before = said.textContent
    fireEvent.pointerDown(list.querySelector(selector) ?? list, { ...at(50, 50), ...event })
    fireEvent.pointerMove(list, at(150, 50))
    fireEvent.pointerUp(list)
    expect(names()).toEqual(['a.png', 'b.png', 'c.png'])
    expect(said.textContent).toBe(before)
  })

  it('is not announced where it is the same at the end', async () => {
    const { list, names, said } = await renderList({ model }, ...three())
    const before = said.textContent
    fireEvent.pointerDown(list, at(0, 0))
    fireEvent.pointerMove(list, at(150, 50))
    expect(names()).toEqual(['b.png', 'a.png', 'c.png'])
    fireEvent.pointerMove(list, at(50, 50))
    fireEvent.pointerCancel(list)
    expect(names()).toEqual(['a.png', 'b.png', 'c.png'])
    expect(said.textContent).toBe(before)
  })
})

it('one picture cannot be moved, and its buttons submit no form', async () => {
  const { list } = await renderList({ model }, picture('a.png'))
  const buttons = [...list.querySelectorAll('button')]
  expect(buttons.map((button) => [button.type, button.getAttribute('aria-label')])).toEqual([
    ['button', 'Remove \u2068a.png\u2069'],
  ])
})

it('the first picture cannot be moved earlier, and the last one not later', async () => {
  const { list } = await renderList({ model }, ...three())
  const disabled = [...list.querySelectorAll('[aria-disabled=true]')].map((button) =>
    button.getAttribute('aria-label'),
  )
  expect(disabled).toEqual(['Move \u2068a.png\u2069 earlier', 'Move \u2068c.png\u2069 later'])
  const paths = [...list.querySelectorAll('li[title]:first-child path')].map((path) => path.getAttribute('d'))
  expect(new Set(paths).size).toBe(paths.length)
})

it('names three of many added pictures, and how many more there are', async () => {
  const { said } = await renderList({ model }, ...three(), picture('d.png'))
  expect(said).toHaveTextContent('Added \u2068a.png\u2069, \u2068b.png\u2069, \u2068c.png\u2069 +1.')
})

it('is a group with its own class and that of the app, a name, a count and a note', async () => {
  const ref = createRef<HTMLDivElement>()
  const { list } = await renderList({ model, props: { ref, className: 'own', label: 'Frames' } }, ...three())
  const group = screen.getByRole('group', { name: 'Frames' })
  expect(ref.current).toBe(group)
  expect(group).toHaveClass('video-task-references', 'own')
  expect(group).not.toHaveAttribute('data-dragged-over')
  expect(group).toHaveAccessibleDescription(/^ ?JPEG, PNG, WebP, up to 20 MB each\./)
  expect(screen.getByText('3 of 9')).toHaveAttribute('dir', 'auto')
  const entry = list.querySelector('li')
  expect(entry).toHaveClass('video-task-reference')
  expect(entry?.querySelector('img')).toHaveAttribute('draggable', 'false')
  const classes = [...group.querySelectorAll('li:first-child :not(svg)[class], :scope > [class]')].map(
    ({ className }) => className,
  )
  expect(classes).toEqual([
    'video-task-references-label',
    'video-task-reference-well',
    'video-task-reference-badge',
    'video-task-reference-actions',
    ...Array.from({ length: 3 }, () => 'video-task-action'),
    'video-task-field-error',
    'video-task-note',
    'video-task-announcer',
  ])
  expect(group.querySelector('.video-task-field-error')).toBeEmptyDOMElement()
  const files = { types: ['Files'], files: [] }
  fireEvent.dragOver(group, { dataTransfer: files })
  expect(group).toHaveAttribute('data-dragged-over')
})

it('has the elements of the app in place of its own, and none for null', async () => {
  const slots = { picture: () => <b>Own</b>, add: 'More', note: 'Up to nine' }
  const { rerender, references } = await renderList({ model, props: { slots } }, picture('a.png'))
  const group = screen.getByRole('group')
  expect(group).toHaveTextContent(/1 of 9OwnImage 1MoreUp to nine/)
  expect(screen.queryByRole('img')).toBeNull()
  expect(screen.getByLabelText('Add images')).toHaveAttribute('name', 'input_reference')
  const none = { picture: () => null, add: null, note: null }
  rerender(<VideoTaskReferences references={references()} slots={none} />)
  const own = screen.getByRole('group')
  expect(own.textContent).toBe('Reference images1 of 9Image 1')
})

it('takes the pictures that are pasted into it, and is marked as wrong where one does not fit', async () => {
  const { references, said } = await renderList({ model: 'sora-2' }, picture('a.png'))
  expect(said).toHaveTextContent('Added \u2068a.png\u2069.')
  const [group, input] = [screen.getByRole('group'), screen.getByLabelText<HTMLInputElement>('Add images')]
  expect(input).not.toHaveAttribute('aria-invalid')
  expect(input).toBeValid()
  const clipboardData = { types: ['Files'], files: [picture('b.png')] }
  expect(fireEvent.paste(group, { clipboardData })).toBe(false)
  await screen.findByText('sora-2 takes one image.')
  expect(references()?.items).toHaveLength(2)
  expect(said).toHaveTextContent('Added \u2068b.png\u2069.')
  // No choice in the picker, which would have moved the focus.
  expect(document.activeElement).toBe(document.body)
  expect(input).toHaveAttribute('aria-invalid', 'true')
  expect(input.validationMessage).toBe('Remove the marked images, or choose another model.')
  // The text below takes the place of the browser's own.
  expect(fireEvent.invalid(input)).toBe(false)
})

it('speaks of this model where it has no name', async () => {
  const { rerender, references } = await renderList({ model: 'veo3-fast' }, ...three())
  rerender(<VideoTaskReferences references={references()} />)
  expect(screen.getByText('This model takes up to 2 images.')).toHaveClass('video-task-field-error')
})
