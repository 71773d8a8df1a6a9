import { render, screen } from '@testing-library/react'
import { createRef } from 'react'
import { expect, it, vi } from 'vitest'
// Private: what all parts do with an element of the app's own, and all bars with a percentage.
import { classNames, frameSize, renderPart } from '../../src/components/renderPart.js'
import { moveProgress } from '../../src/components/VideoTaskProgress.js'

it('an element of the app has its own props before those of the part, and both class names, refs and handlers', () => {
  const warn = vi.spyOn(console, 'error')
  const calls: string[] = []
  const ref = createRef<HTMLButtonElement>()
  const ours = vi.fn()
  const props = {
    className: 'ours',
    title: 'Ours',
    lang: 'en',
    onClick: () => calls.push('ours'),
    onFocus: () => calls.push('focus'),
    ref: ours,
  }
  const element = (
    <button type="button" className="theirs" title="Theirs" ref={ref} onClick={() => calls.push('theirs')}>
      Go
    </button>
  )
  const { unmount } = render(renderPart(element, 'p', props, undefined))
  const button = screen.getByRole('button', { name: 'Go' })
  expect([button.className, button.title, button.lang]).toEqual(['ours theirs', 'Theirs', 'en'])
  button.click()
  button.focus()
  expect(calls).toEqual(['theirs', 'ours', 'focus'])
  expect(ref.current).toBe(button)
  expect(ours).toHaveBeenLastCalledWith(button)
  unmount()
  expect(ref.current).toBeNull()
  expect(ours).toHaveBeenLastCalledWith(null)
  // React 18 warns where a component reads a ref among the props, and 19 where it reads it beside them.
  expect(warn).not.toHaveBeenCalled()
})

it('a function of the app gets the props and the state, and without either the part has its own tag', () => {
  const renderOwn = vi.fn(() => null)
  const props = { className: 'ours' }
  expect(renderPart(renderOwn, 'p', props, 'state')).toBeNull()
  expect(renderOwn).toHaveBeenCalledWith(props, 'state')
  const { container } = render(renderPart(undefined, 'p', props, 'state'))
  expect(container.innerHTML).toBe('<p class="ours"></p>')
  expect(classNames('a', undefined, 'b')).toBe('a b')
})

it('reads the shape of a size, and takes 16 by 9 where it is not known', () => {
  expect(
    ['1280x720', '1:1', '0x720', '720X1280', '640*480', '4×3', '123456x1', undefined].map(frameSize),
  ).toEqual(
    [
      [1_280, 720],
      [16, 9],
      [16, 9],
      [720, 1_280],
      [640, 480],
      [4, 3],
      [16, 9],
      [16, 9],
    ].map(([width, height]) => ({ width, height })),
  )
})

it('a live bar moves by a pixel or more, and eases only over 3 % in view', () => {
  const bar = document.createElement('div')
  const move = (value: number | undefined, length: number, isLive = true) => {
    moveProgress(bar, value, length, isLive)
    return [bar.style.getPropertyValue('--video-task-progress'), bar.hasAttribute('data-jump')]
  }
  expect(move(50, 0)).toEqual(['50.00', false])
  expect(move(50.9, 100)).toEqual(['50.00', false])
  expect(move(51, 100)).toEqual(['51.00', false])
  expect(move(51.123, 0)).toEqual(['51.12', false])
  expect(move(51.5, 100, false)).toEqual(['51.50', false])
  expect(move(54.4, 200)).toEqual(['54.40', false])
  expect(move(57.4, 0)).toEqual(['57.40', false])
  expect(move(60.4, 200)).toEqual(['60.40', true])
  expect(move(61.4, 200)).toEqual(['61.40', false])
  expect(move(64.4, 200)).toEqual(['64.40', true])
  // The end of an easing is left to it.
  const animations = vi.fn<() => Animation[]>(() => [])
  Object.assign(bar, { getAnimations: animations })
  animations.mockReturnValueOnce([Object.create(null)])
  expect(move(65.4, 200)).toEqual(['65.40', true])
  expect(animations).toHaveBeenCalledWith({ subtree: true })
  expect(move(66.4, 200)).toEqual(['66.40', false])
  expect(move(undefined, 200)).toEqual(['', false])
})
