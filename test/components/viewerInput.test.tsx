import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
// Private: the large view around it needs a browser, which enlarges no page on command.
import { handleViewerKey, swipeStart, swipeStep } from '../../src/components/list/viewerInput.js'

/** Renders the area of a video of 400 px, a button and a text field, with the handlers of the large view. */
function renderStage(direction: 'ltr' | 'rtl' = 'ltr') {
  // jsdom has none.
  vi.stubGlobal('visualViewport', { scale: 1 })
  const move = vi.fn()
  const steps: (1 | -1 | undefined)[] = []
  let start: ReturnType<typeof swipeStart>
  render(
    <section
      data-testid="stage"
      style={{ direction }}
      onPointerDown={(event) => (start = swipeStart(event))}
      onPointerUp={(event) => steps.push(swipeStep(start, event))}
      onKeyDown={(event) => handleViewerKey(event, { move, stage: screen.getByTestId('stage') })}
    >
      <video data-testid="video" controls />
      <p>Text</p>
      <button type="button">Next</button>
      <input />
    </section>,
  )
  const [stage, video] = [screen.getByTestId('stage'), screen.getByTestId('video')]
  if (!(video instanceof HTMLVideoElement)) throw new TypeError('Not a video.')
  vi.spyOn(video, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 400, 400))
  const touch = { pointerType: 'touch', isPrimary: true }
  return {
    stage,
    video,
    move,
    /** The step of a swipe from 100, 100 by some pixels. */
    swipe: (x: number, y: number, { on = stage, at = 100, down = {}, up = {} } = {}) => {
      fireEvent.pointerDown(on, { ...touch, clientX: 100, clientY: at, ...down })
      fireEvent.pointerUp(on, { ...touch, clientX: 100 + x, clientY: at + y, ...up })
      return steps.at(-1)
    },
    /** Whether a key was handled. */
    press: (key: string, on: Element = stage, fields = {}) => !fireEvent.keyDown(on, { key, ...fields }),
  }
}

it('a swipe of 48 px, twice as long as high, shows the next video', () => {
  const { swipe } = renderStage()
  expect([swipe(-48, 0), swipe(48, 0), swipe(-80, 40), swipe(-80, -40)]).toEqual([1, -1, 1, 1])
  expect([swipe(-47, 0), swipe(47, 0), swipe(-80, 41), swipe(80, -41), swipe(0, 200)]).toEqual(
    Array(5).fill(undefined),
  )
})

it('a swipe follows the reading direction', () => {
  const { swipe } = renderStage('rtl')
  expect([swipe(-60, 0), swipe(60, 0)]).toEqual([-1, 1])
})

it('a mouse, a second finger, and a finger on the controls do not swipe', () => {
  const { swipe, video } = renderStage()
  expect(swipe(-60, 0, { down: { pointerType: 'mouse' } })).toBeUndefined()
  expect(swipe(-60, 0, { down: { isPrimary: false } })).toBeUndefined()
  expect(swipe(-60, 0, { up: { isPrimary: false } })).toBeUndefined()
  expect(swipe(-60, 0, { on: video, at: 329 })).toBeUndefined()
  expect(swipe(-60, 0, { on: video, at: 328 })).toBe(1)
  video.removeAttribute('controls')
  expect(swipe(-60, 0, { on: video, at: 399 })).toBe(1)
})

it('a finger moves over an enlarged page, and swipes on one of its own size', () => {
  const { swipe } = renderStage()
  vi.stubGlobal('visualViewport', { scale: 1.5 })
  expect(swipe(-60, 0)).toBeUndefined()
  vi.stubGlobal('visualViewport', { scale: 1.01 })
  expect(swipe(-60, 0)).toBe(1)
})

it('arrows show the next video in reading direction, but not on a video, in a text field or with another key', () => {
  const { press, move, stage, video } = renderStage()
  expect(press('ArrowRight')).toBe(true)
  expect(press('ArrowLeft', screen.getByRole('button'))).toBe(true)
  expect(move.mock.calls).toEqual([[1], [-1]])
  stage.style.direction = 'rtl'
  press('ArrowRight')
  press('ArrowLeft')
  expect(move.mock.calls.slice(2)).toEqual([[-1], [1]])
  move.mockClear()
  for (const key of ['ArrowRight', 'ArrowLeft', 'f'])
    for (const fields of [{ altKey: true }, { ctrlKey: true }, { metaKey: true }])
      expect(press(key, stage, fields)).toBe(false)
  expect(press('ArrowRight', screen.getByRole('textbox'))).toBe(false)
  expect([press('ArrowRight', video), press('ArrowLeft', video), press('Tab')]).toEqual([false, false, false])
  expect(move).not.toHaveBeenCalled()
})

it('Space plays and pauses, but not on a button or the video itself', () => {
  const { press, video } = renderStage()
  const play = vi.spyOn(video, 'play').mockRejectedValue(new Error('Not allowed'))
  const pause = vi.spyOn(video, 'pause').mockReturnValue()
  expect(press(' ', screen.getByText('Text'))).toBe(true)
  expect([play.mock.calls.length, pause.mock.calls.length]).toEqual([1, 0])
  vi.spyOn(video, 'paused', 'get').mockReturnValue(false)
  expect(press(' ')).toBe(true)
  expect([play.mock.calls.length, pause.mock.calls.length]).toEqual([1, 1])
  expect([press(' ', video), press(' ', screen.getByRole('button'))]).toEqual([false, false])
  expect(pause).toHaveBeenCalledTimes(1)
})

it('F fills the screen with the area of the video, and leaves it again', () => {
  const { press, stage } = renderStage()
  const requestFullscreen = vi.fn(() => Promise.reject(new Error('Not allowed')))
  const exitFullscreen = vi.fn(() => Promise.resolve())
  Object.assign(stage, { requestFullscreen })
  expect(press('f')).toBe(true)
  expect(press('F')).toBe(true)
  expect(requestFullscreen).toHaveBeenCalledTimes(2)
  Object.assign(document, { fullscreenElement: stage, exitFullscreen })
  press('f')
  Reflect.deleteProperty(document, 'fullscreenElement')
  Reflect.deleteProperty(document, 'exitFullscreen')
  expect([requestFullscreen.mock.calls.length, exitFullscreen.mock.calls.length]).toEqual([2, 1])
})
