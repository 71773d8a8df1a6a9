import { act, renderHook } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { useVideoReferences, type UseVideoReferencesOptions } from 'react-video-task'
import { picture } from '../support/pictures.js'

const renderReferences = (options: UseVideoReferencesOptions = {}) =>
  renderHook((props: UseVideoReferencesOptions) => useVideoReferences(props), { initialProps: options })

type Hook = ReturnType<typeof renderReferences>

const add = (hook: Hook, ...files: File[]) => act(() => hook.result.current.add(files))
const namesOf = ({ result }: Hook) => result.current.items.map(({ name }) => name)

describe('a file', () => {
  it.each([
    ['BMP', 'BM....\0\0\0\0', 'image/bmp', 'fox.bmp'],
    ['TIFF, little-endian,', 'II*\0', 'image/tiff', 'fox.tif'],
    ['TIFF, big-endian,', 'MM\0*', 'image/tiff', 'fox.tif'],
    ['HEIC', '....ftypheic', 'image/heic', 'fox.heic'],
    ['HEIC, as an iPhone names it,', '....ftypmif1', 'image/heic', 'fox.heic'],
  ])('of %s is known by its bytes, and not taken without facts', async (_, bytes, type, name) => {
    const hook = renderReferences()
    await add(hook, new File([Uint8Array.from(bytes, (char) => char.charCodeAt(0))], 'fox.txt'))
    expect(hook.result.current.items).toMatchObject([{ file: { type, name }, problem: 'wrong_type' }])
  })

  it.each([
    ['fox.jpg', 'JPEG', 'image/jpeg'],
    ['fox.jpe', 'JPEG', 'image/jpeg'],
    ['fox.jfif', 'JPEG', 'image/jpeg'],
  ])('keeps its name %s', async (name, format, type) => {
    const hook = renderReferences()
    const file = picture(name, { format, type })
    await add(hook, file)
    expect(hook.result.current.params.input_reference).toBe(file)
  })

  it.each([
    ['fox.tiff', 'II*\0', 'image/tiff'],
    ['fox.heif', '....ftypheic', 'image/heic'],
  ])('keeps its name %s under another type', async (name, bytes, type) => {
    const hook = renderReferences()
    await add(hook, new File([Uint8Array.from(bytes, (char) => char.charCodeAt(0))], name))
    expect(hook.result.current.items).toMatchObject([{ file: { type, name } }])
  })

  it('is compared with another one in parts of 256 kB', async () => {
    const hook = renderReferences()
    const text = 'x'.repeat(600_000)
    const file = picture('b.png', { text })
    const slice = vi.spyOn(file, 'slice')
    await add(hook, picture('a.png', { text }), file)
    const parts = slice.mock.calls.map(([start = 0, end = file.size]) => end - start)
    expect(Math.max(...parts)).toBe(256 * 1_024)
  })

  it('without a name gets one', async () => {
    const hook = renderReferences()
    await add(hook, picture('.png', { format: 'JPEG' }))
    expect(hook.result.current.items).toMatchObject([{ file: { name: 'image.jpg' } }])
  })

  it('of as many bytes as the app allows is taken, and one of another byte is refused', async () => {
    const [largest, larger] = [picture('a.png', { text: '1' }), picture('b.png', { text: '22' })]
    const hook = renderReferences({ maxBytes: largest.size })
    await add(hook, largest, larger)
    expect(hook.result.current).toMatchObject({
      items: [{ name: 'a.png', problem: undefined }],
      refused: [{ name: 'b.png', reason: 'too_large' }],
    })
  })

  it('that begins with all bytes of another one is another picture', async () => {
    const hook = renderReferences()
    await add(hook, picture('a.png', { text: 'x' }), picture('b.png', { text: 'xy' }))
    expect(namesOf(hook)).toEqual(['a.png', 'b.png'])
  })

  it('of 600 kB is another picture where only its last byte differs, and no other one', async () => {
    const hook = renderReferences()
    const text = 'x'.repeat(600_000)
    await add(
      hook,
      picture('a.png', { text: `${text}1` }),
      picture('b.png', { text: `${text}2` }),
      picture('c.png', { text: `${text}1` }),
    )
    expect(namesOf(hook)).toEqual(['a.png', 'b.png'])
    expect(hook.result.current.refused).toEqual([{ name: 'c.png', reason: 'duplicate' }])
  })
})

describe('files that are being checked', () => {
  it('are read until the last call has ended', async () => {
    const hook = renderReferences()
    const slow = picture('b.png')
    let read: () => void = () => {}
    const gate = new Promise<void>((resolve) => (read = resolve))
    vi.spyOn(slow, 'slice').mockImplementation((...part) => {
      const blob = new Blob([picture('b.png')]).slice(...part)
      blob.arrayBuffer = () => gate.then(() => picture('b.png').arrayBuffer())
      return blob
    })
    const first = hook.result.current.add([picture('a.png')])
    const last = hook.result.current.add([slow])
    await act(() => first)
    expect([hook.result.current.isReading, namesOf(hook)]).toEqual([true, ['a.png']])
    read()
    await act(() => last)
    expect([hook.result.current.isReading, namesOf(hook)]).toEqual([false, ['a.png', 'b.png']])
  })

  it('replace the refused ones at once, and no file at all changes nothing', async () => {
    const hook = renderReferences()
    await add(hook, new File(['text'], 'a.png'))
    await add(hook)
    expect(hook.result.current).toMatchObject({ refused: [{ name: 'a.png' }], isReading: false })
    let added: Promise<void> | undefined
    act(() => void (added = hook.result.current.add([picture('b.png')])))
    expect(hook.result.current).toMatchObject({ refused: [], isReading: true })
    await act(() => added ?? Promise.resolve())
    expect(hook.result.current.isReading).toBe(false)
  })
})

describe('the limits of a model', () => {
  it('are 20 MB a picture, unless the app sets another', () => {
    const hook = renderReferences()
    expect(hook.result.current.maxBytes).toBe(20_000_000)
    hook.rerender({ maxBytes: 500 })
    expect(hook.result.current.maxBytes).toBe(500)
  })

  it('let the picker choose one picture where one is taken', () => {
    expect(renderReferences({ model: 'sora-2' }).result.current.inputProps.multiple).toBe(false)
    expect(renderReferences({ model: 'veo3-fast' }).result.current.inputProps.multiple).toBe(true)
  })
})

describe('the frame size of a picture', () => {
  it('that differs from the size of the video is a warning for a model that expects the same', async () => {
    const close = vi.fn()
    vi.stubGlobal('createImageBitmap', async () => ({ width: 720, height: 1280, close }))
    const hook = renderReferences({ model: 'sora-2', size: '1280x720' })
    await add(hook, picture('a.png'))
    expect(hook.result.current.size).toBe('1280x720')
    expect(hook.result.current.items).toMatchObject([
      { size: '720x1280', warning: 'other_size', position: 1 },
    ])
    // Its pixels are not kept.
    expect(close).toHaveBeenCalledTimes(1)
    hook.rerender({ model: 'sora-2', size: '720x1280' })
    expect(hook.result.current.items).toMatchObject([{ warning: undefined }])
    // That of a create without a size.
    hook.rerender({ model: 'sora-2' })
    expect(hook.result.current.size).toBe('1280x720')
    expect(hook.result.current.items).toMatchObject([{ warning: 'other_size' }])
    hook.rerender({ model: 'doubao-seedance-2-0', size: '1280x720' })
    expect(hook.result.current.size).toBeUndefined()
    expect(hook.result.current.items).toMatchObject([{ warning: undefined }])
  })

  it.each([
    ['cannot decode', () => vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no')))],
    ['has no decoder for', () => undefined],
  ])('is no warning for what the page %s', async (_, prepare) => {
    prepare()
    const hook = renderReferences({ model: 'sora-2', size: '1280x720' })
    await add(hook, picture('a.png'))
    expect(hook.result.current.items).toMatchObject([{ size: undefined, warning: undefined, position: 1 }])
  })
})
