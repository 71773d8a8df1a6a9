import { act, fireEvent, render, renderHook } from '@testing-library/react'
import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useVideoReferences, type UseVideoReferencesOptions, type VideoReferences } from 'react-video-task'
import { listObjectUrls } from './support/listObjectUrls.js'
import { picture } from '../support/pictures.js'

let urls: ReadonlySet<string>
beforeEach(() => void (urls = listObjectUrls()))

const renderReferences = (options: UseVideoReferencesOptions = {}) =>
  renderHook((props: UseVideoReferencesOptions) => useVideoReferences(props), { initialProps: options })

type Hook = ReturnType<typeof renderReferences>

const add = (hook: Hook, ...files: File[]) => act(() => hook.result.current.add(files))
const namesOf = ({ result }: Hook) => result.current.items.map(({ name }) => name)
const problemsOf = ({ result }: Hook) => result.current.items.map(({ problem }) => problem)
const sentBy = ({ result }: Hook) => [result.current.params.input_reference ?? []].flat()

describe('the pictures of a create', () => {
  it('are a file, a list in order, or nothing', async () => {
    const hook = renderReferences({ model: 'doubao-seedance-2-0' })
    expect(hook.result.current).toMatchObject({ params: {}, refused: [], isReading: false })
    const [fox, snow] = [picture('fox.png'), picture('snow.png')]
    await add(hook, fox)
    expect(hook.result.current.params).toEqual({ input_reference: fox })
    await add(hook, snow)
    expect(sentBy(hook)).toEqual([fox, snow])
    const [, second] = hook.result.current.items
    act(() => hook.result.current.move(second?.id ?? '', 0))
    expect(sentBy(hook)).toEqual([snow, fox])
    expect(hook.result.current.items.map(({ position }) => position)).toEqual([1, 2])
    act(() => hook.result.current.remove(second?.id ?? ''))
    expect(hook.result.current.params).toEqual({ input_reference: fox })
    act(() => hook.result.current.clear())
    expect(hook.result.current.params).toEqual({})
  })

  it('have the roles of Veo by their order', async () => {
    const hook = renderReferences({ model: 'veo3-fast' })
    await add(hook, picture('a.png'), picture('b.png'))
    expect(hook.result.current.items.map(({ name, role }) => [name, role])).toEqual([
      ['a.png', 'first_frame'],
      ['b.png', 'last_frame'],
    ])
    act(() => hook.result.current.move(hook.result.current.items[0]?.id ?? '', 1))
    expect(hook.result.current.items.map(({ name, role }) => [name, role])).toEqual([
      ['b.png', 'first_frame'],
      ['a.png', 'last_frame'],
    ])
  })

  it('have a number and no role where the prompt says what they are', async () => {
    const hook = renderReferences({ model: 'doubao-seedance-2-0' })
    await add(hook, picture('a.png'))
    expect(hook.result.current.items[0]).toMatchObject({ position: 1, role: undefined })
  })

  it('keep the order of calls that overlap', async () => {
    const hook = renderReferences()
    await act(async () => {
      await Promise.all([
        hook.result.current.add([picture('a.png'), picture('b.png')]),
        hook.result.current.add([picture('c.png')]),
      ])
    })
    expect(namesOf(hook)).toEqual(['a.png', 'b.png', 'c.png'])
    expect(hook.result.current.isReading).toBe(false)
  })

  it('stay at the ends of the list, and an unknown id changes nothing', async () => {
    const hook = renderReferences()
    await add(hook, picture('a.png'), picture('b.png'))
    const [a] = hook.result.current.items
    act(() => hook.result.current.move(a?.id ?? '', -5))
    expect(namesOf(hook)).toEqual(['a.png', 'b.png'])
    act(() => hook.result.current.move(a?.id ?? '', 99))
    expect(namesOf(hook)).toEqual(['b.png', 'a.png'])
    act(() => hook.result.current.move('none', 0))
    act(() => hook.result.current.remove('none'))
    expect(namesOf(hook)).toEqual(['b.png', 'a.png'])
  })
})

describe('a model that takes other pictures', () => {
  it('keeps and marks what no longer fits, and finds it fitting again on the way back', async () => {
    const hook = renderReferences({ model: 'doubao-seedance-2-0' })
    await add(hook, picture('a.png'), picture('b.png'), picture('c.png'))
    hook.rerender({ model: 'veo3-fast' })
    expect(problemsOf(hook)).toEqual([undefined, undefined, 'too_many'])
    hook.rerender({ model: 'sora-2' })
    expect(problemsOf(hook)).toEqual([undefined, 'too_many', 'too_many'])
    expect(sentBy(hook).map(({ name }) => name)).toEqual(['a.png'])
    hook.rerender({ model: 'wan2.6' })
    expect(problemsOf(hook)).toEqual(['unsupported', 'unsupported', 'unsupported'])
    expect(hook.result.current).toMatchObject({ isSupported: false, params: {} })
    hook.rerender({ model: 'doubao-seedance-2-0' })
    expect(problemsOf(hook)).toEqual([undefined, undefined, undefined])
    expect(sentBy(hook)).toHaveLength(3)
  })

  it('marks the type of the bytes, whatever the name says', async () => {
    const hook = renderReferences({ model: 'sora-2' })
    await add(hook, picture('fox.png', { format: 'GIF' }), picture('snow.png'))
    expect(problemsOf(hook)).toEqual(['wrong_type', undefined])
    // A picture that does not fit takes no place of one that does.
    expect(sentBy(hook).map(({ name }) => name)).toEqual(['snow.png'])
  })

  it('marks what exceeds a lower limit of bytes', async () => {
    const hook = renderReferences({ maxBytes: 1_000 })
    await add(hook, picture('a.png', { text: 'x'.repeat(500) }))
    hook.rerender({ maxBytes: 400 })
    expect(problemsOf(hook)).toEqual(['too_large'])
    hook.rerender({ maxBytes: 1_000 })
    expect(problemsOf(hook)).toEqual([undefined])
  })

  it.each([undefined, 'kling-v9', 'toString'])('has safe defaults without facts, as %s', async (model) => {
    const hook = renderReferences({ model })
    expect(hook.result.current).toMatchObject({
      isSupported: true,
      max: 9,
      types: ['image/jpeg', 'image/png', 'image/webp'],
    })
    await add(hook, picture('a.png'), picture('b.heic', { format: 'AVIF' }))
    expect(problemsOf(hook)).toEqual([undefined, 'wrong_type'])
  })
})

describe('a file', () => {
  it.each([
    ['JPEG', 'image/jpeg', 'fox.jpg'],
    ['PNG', 'image/png', 'fox.png'],
    ['WebP', 'image/webp', 'fox.webp'],
    ['GIF', 'image/gif', 'fox.gif'],
    ['AVIF', 'image/avif', 'fox.avif'],
  ])('of %s is sent under its own type and name, whatever it was called', async (format, type, name) => {
    const hook = renderReferences()
    await add(hook, picture('fox.txt', { format, type: 'text/plain' }))
    const [item] = hook.result.current.items
    expect(item?.file).toMatchObject({ type, name })
    expect(item?.name).toBe('fox.txt')
    expect(item?.file.size).toBe(picture('fox.txt', { format }).size)
  })

  it('that has the right name and type is sent as it is', async () => {
    const hook = renderReferences()
    const file = picture('Fox.JPEG', { format: 'JPEG', type: 'image/jpeg' })
    await add(hook, file)
    expect(hook.result.current.params.input_reference).toBe(file)
  })

  it.each([
    ['a text', 'none'],
    ['a video', 'MP4'],
    ['WebM', 'WebM'],
  ])('that is %s and is named .png is refused', async (_, format) => {
    const hook = renderReferences()
    await add(hook, picture('fox.png', { format }))
    expect(hook.result.current).toMatchObject({
      items: [],
      refused: [{ name: 'fox.png', reason: 'not_image' }],
    })
  })

  it('without bytes is refused', async () => {
    const hook = renderReferences()
    await add(hook, new File([], 'fox.png', { type: 'image/png' }))
    expect(hook.result.current.refused).toEqual([{ name: 'fox.png', reason: 'not_image' }])
  })

  it('with the bytes of another one is refused, whatever its name', async () => {
    const hook = renderReferences()
    const text = 'same'
    await add(
      hook,
      picture('a.png', { text }),
      picture('b.png', { text }),
      picture('c.png', { text: 'diff' }),
    )
    expect(namesOf(hook)).toEqual(['a.png', 'c.png'])
    expect(hook.result.current.refused).toEqual([{ name: 'b.png', reason: 'duplicate' }])
  })

  it('that was removed can be added again', async () => {
    const hook = renderReferences()
    await add(hook, picture('a.png'))
    act(() => hook.result.current.remove(hook.result.current.items[0]?.id ?? ''))
    await add(hook, picture('a.png'))
    expect(namesOf(hook)).toEqual(['a.png'])
    expect(hook.result.current.refused).toEqual([])
  })

  it('of 200 MB is refused without a byte of it being read', async () => {
    const file = picture('huge.png')
    Object.defineProperty(file, 'size', { value: 200_000_000 })
    const slice = vi.spyOn(file, 'slice')
    const hook = renderReferences()
    await add(hook, file)
    expect(hook.result.current.refused).toEqual([{ name: 'huge.png', reason: 'too_large' }])
    expect(slice).not.toHaveBeenCalled()
  })

  it('of 200 MB is read in its first bytes only, where the app allows it', async () => {
    const file = picture('huge.png')
    Object.defineProperty(file, 'size', { value: 200_000_000 })
    const slice = vi.spyOn(file, 'slice')
    const hook = renderReferences({ maxBytes: 1e9 })
    await add(hook, file)
    expect(namesOf(hook)).toEqual(['huge.png'])
    expect(slice.mock.calls).toEqual([[0, 32]])
  })

  it('that cannot be read, such as a folder, is refused', async () => {
    const file = picture('folder')
    file.slice = () => {
      throw new DOMException('A requested file could not be found.', 'NotFoundError')
    }
    const hook = renderReferences()
    await add(hook, file, picture('a.png'))
    expect(namesOf(hook)).toEqual(['a.png'])
    expect(hook.result.current.refused).toEqual([{ name: 'folder', reason: 'unreadable' }])
  })

  it('beyond 20 is refused, and 20 are kept', async () => {
    const hook = renderReferences({ model: 'sora-2' })
    await add(hook, ...Array.from({ length: 22 }, (_, index) => picture(`${index}.png`)))
    expect(namesOf(hook)).toHaveLength(20)
    expect(problemsOf(hook).filter((problem) => problem === 'too_many')).toHaveLength(19)
    expect(sentBy(hook).map(({ name }) => name)).toEqual(['0.png'])
    expect(hook.result.current.refused).toEqual([
      { name: '20.png', reason: 'too_many' },
      { name: '21.png', reason: 'too_many' },
    ])
  })
})

describe('object URLs', () => {
  it('exist while a picture is shown', async () => {
    const hook = renderReferences()
    await add(hook, picture('a.png'), picture('b.png'))
    const [a, b] = hook.result.current.items
    expect([...urls]).toEqual([a?.preview, b?.preview])
    act(() => hook.result.current.move(a?.id ?? '', 1))
    expect(urls.size).toBe(2)
    act(() => hook.result.current.remove(a?.id ?? ''))
    expect([...urls]).toEqual([b?.preview])
    await add(hook, picture('c.png'))
    hook.unmount()
    expect(urls.size).toBe(0)
  })

  it('are revoked with all pictures', async () => {
    const hook = renderReferences()
    await add(hook, picture('a.png'), picture('b.png'))
    act(() => hook.result.current.clear())
    expect(urls.size).toBe(0)
  })

  it('are not made for a picture whose check ends after the component has unmounted', async () => {
    const hook = renderReferences()
    const added = hook.result.current.add([picture('a.png')])
    hook.unmount()
    await added
    expect(urls.size).toBe(0)
  })

  it('exist once each in StrictMode', async () => {
    const hook = renderHook(() => useVideoReferences(), { wrapper: StrictMode })
    await act(() => hook.result.current.add([picture('a.png'), picture('b.png')]))
    expect([...urls]).toEqual(hook.result.current.items.map(({ preview }) => preview))
    hook.unmount()
    expect(urls.size).toBe(0)
  })
})

describe('the props', () => {
  function renderPage() {
    let references: VideoReferences | undefined
    function Page() {
      references = useVideoReferences({ model: 'veo3-fast' })
      const { inputProps, dropProps, pasteProps, items } = references
      return (
        <div {...dropProps} {...pasteProps} data-testid="zone">
          <input {...inputProps} data-testid="input" />
          {items.map(({ id, name }) => (
            <b key={id}>{name}</b>
          ))}
        </div>
      )
    }
    const view = render(<Page />)
    return { ...view, references: () => references }
  }

  it('of the input name the types, and it is emptied after a choice', async () => {
    const { getByTestId, findByText } = renderPage()
    const input = getByTestId('input') as HTMLInputElement
    expect(input.accept).toBe('image/jpeg,image/png,image/webp')
    expect(input.multiple).toBe(true)
    const values: string[] = []
    Object.defineProperty(input, 'value', { set: (value: string) => void values.push(value) })
    fireEvent.change(input, { target: { files: [picture('a.png')] } })
    await findByText('a.png')
    expect(values).toEqual([''])
  })

  it('take dropped files, and nothing else', async () => {
    const { getByTestId, findByText, references } = renderPage()
    const zone = getByTestId('zone')
    expect(fireEvent.dragOver(zone, { dataTransfer: { types: ['text/plain'], files: [] } })).toBe(true)
    expect(references()?.isDraggedOver).toBe(false)
    const dataTransfer = { types: ['Files'], files: [picture('a.png')], dropEffect: '' }
    expect(fireEvent.dragOver(zone, { dataTransfer })).toBe(false)
    expect([references()?.isDraggedOver, dataTransfer.dropEffect]).toEqual([true, 'copy'])
    const leaveFor = (relatedTarget: Element) =>
      fireEvent(zone, new MouseEvent('dragleave', { bubbles: true, relatedTarget }))
    leaveFor(getByTestId('input'))
    expect(references()?.isDraggedOver).toBe(true)
    leaveFor(document.body)
    expect(references()?.isDraggedOver).toBe(false)
    for (const files of [[], dataTransfer.files]) {
      fireEvent.dragOver(zone, { dataTransfer })
      // A drop without files is the page's.
      expect(fireEvent.drop(zone, { dataTransfer: { files } })).toBe(files.length === 0)
      expect(references()?.isDraggedOver).toBe(false)
    }
    await findByText('a.png')
  })

  it('take pasted pictures, and leave text and cells of a spreadsheet alone', async () => {
    const { getByTestId, findByText, queryByText } = renderPage()
    const paste = (types: string[], files: File[]) =>
      fireEvent.paste(getByTestId('zone'), { clipboardData: { types, files } })
    expect(paste(['text/plain'], [])).toBe(true)
    expect(paste(['text/plain', 'text/html', 'Files'], [picture('cells.png')])).toBe(true)
    expect(paste(['Files'], [picture('a.png')])).toBe(false)
    await findByText('a.png')
    // A browser copies a picture of a page together with its HTML.
    expect(paste(['text/html', 'Files'], [picture('b.png')])).toBe(false)
    await findByText('b.png')
    expect(queryByText('cells.png')).toBeNull()
  })
})

it('keeps its result between renders, so that an effect on it does not run again', async () => {
  const hook = renderReferences({ model: 'sora-2' })
  await add(hook, picture('a.png'))
  const before = hook.result.current
  hook.rerender({ model: 'sora-2' })
  expect(hook.result.current).toBe(before)
})

it('keeps its functions when a picture or the model changes, so that an effect may call them', async () => {
  const hook = renderReferences({ model: 'sora-2' })
  const { add: before, remove, move, clear } = hook.result.current
  await add(hook, picture('a.png'))
  hook.rerender({ model: 'veo3-fast' })
  expect(hook.result.current).toMatchObject({ add: before, remove, move, clear })
})

it('renders on a server without a picture', () => {
  const Page = () => <>{useVideoReferences({ model: 'sora-2' }).items.length}</>
  expect(renderToString(<Page />)).toBe('0')
})
