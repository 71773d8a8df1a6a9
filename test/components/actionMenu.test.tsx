import '@testing-library/jest-dom/vitest'
import { act, createEvent, fireEvent, render } from '@testing-library/react'
import { Fragment, StrictMode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { VideoTaskCard, type VideoTaskCardProps } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

const completed = { id: 'a', status: 'completed', video_url: 'https://cdn.example/a.mp4' }

/** A card with a menu of four actions. */
async function renderCard(
  props: Partial<VideoTaskCardProps> = {},
  task: object = completed,
  Mode = Fragment,
) {
  const app = createTestApp()
  app.answer = () => Response.json(task)
  const onSelect = vi.fn()
  const all = {
    ...{ onEditPrompt: vi.fn(), onAgain: vi.fn(), onDelete: vi.fn() },
    actions: [{ label: 'Share', onSelect }],
    ...props,
  }
  const card = (
    <Mode>
      <VideoTaskCard taskId="a" title="Fox" {...all} />
    </Mode>
  )
  const view = render(card, { wrapper: app.wrapper })
  await app.advance(100)
  const button = opener() ?? document.body
  return { ...app, ...view, ...all, onSelect, button }
}

// Not by their roles: jsdom cannot compute the styles of a menu.
const opener = () => document.querySelector<HTMLElement>('button[aria-haspopup=menu]')
const menu = () => document.querySelector<HTMLElement>('[role=menu]')
const allItems = () => [...document.querySelectorAll<HTMLElement>('[role=menu] > [role=menuitem]')]
const items = () => allItems().map(({ textContent }) => textContent)
const item = (name: string) => {
  const found = allItems().find(({ textContent }) => textContent === name)
  if (!found) throw new Error(`The menu has no ${name}.`)
  return found
}
const focused = () => document.activeElement?.textContent

/** Presses a key where the focus is, and returns what the page gets of it. */
function press(key: string) {
  const onPage = vi.fn()
  document.addEventListener('keydown', onPage)
  const target = document.activeElement ?? document.body
  const event = createEvent.keyDown(target, { key })
  fireEvent(target, event)
  document.removeEventListener('keydown', onPage)
  return { isPrevented: event.defaultPrevented, reaches: onPage.mock.calls.length > 0 }
}

describe('the button of a menu', () => {
  it.each([
    ['ArrowDown', 'Edit prompt'],
    ['ArrowUp', 'Delete'],
  ])('opens it by %s, with the focus on %s', async (key, first) => {
    const { button } = await renderCard()
    expect(button).toHaveAttribute('aria-haspopup', 'menu')
    expect(button).toHaveAttribute('aria-expanded', 'false')
    expect(button).not.toHaveAttribute('aria-controls')
    button.focus()
    expect(press(key).isPrevented).toBe(true)
    expect(focused()).toBe(first)
    expect(button).toHaveAttribute('aria-expanded', 'true')
    expect(button).toHaveAttribute('aria-controls', menu()?.id)
    expect(menu()).toHaveAttribute('aria-label', 'More actions')
  })

  it('opens and closes it in StrictMode, in which apps are developed', async () => {
    const { button, onAgain } = await renderCard({}, completed, StrictMode)
    button.focus()
    fireEvent.click(button)
    expect(items()).toEqual(['Edit prompt', 'Make again', 'Share', 'Delete'])
    expect(focused()).toBe('Edit prompt')
    press('ArrowDown')
    fireEvent.click(item('Make again'))
    expect(onAgain).toHaveBeenCalledTimes(1)
    expect(menu()).toBeNull()
    expect(document.activeElement).toBe(button)
    fireEvent.click(button)
    act(() => item('Edit prompt').blur())
    expect(menu()).toBeNull()
  })

  it('opens and closes it by a press, and by no other key', async () => {
    const { button } = await renderCard()
    button.focus()
    expect(press('a').isPrevented).toBe(false)
    expect(menu()).toBeNull()
    fireEvent.click(button)
    expect(items()).toEqual(['Edit prompt', 'Make again', 'Share', 'Delete'])
    expect(focused()).toBe('Edit prompt')
    // The menu keeps the focus until the click, which closes it.
    expect(fireEvent.mouseDown(button)).toBe(false)
    fireEvent.click(button)
    expect(menu()).toBeNull()
    expect(button).toHaveFocus()
  })
})

describe('the keys of an open menu', () => {
  it('move by arrows, which start again at the ends, by Home, End and first letters', async () => {
    const { button } = await renderCard()
    fireEvent.click(button)
    const seen = ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'End', 'Home'].map(
      (key) => [press(key).isPrevented, focused()],
    )
    expect(seen).toEqual([
      ...[
        [true, 'Make again'],
        [true, 'Share'],
        [true, 'Make again'],
        [true, 'Edit prompt'],
        [true, 'Delete'],
      ],
      ...[
        [true, 'Edit prompt'],
        [true, 'Delete'],
        [true, 'Edit prompt'],
      ],
    ])
    expect([press('S').isPrevented, focused()]).toEqual([false, 'Share'])
    press('m')
    expect(focused()).toBe('Make again')
    press('x')
    press('Shift')
    expect(focused()).toBe('Make again')
  })

  it('choose nothing by the Enter that opened the menu, while it is held', async () => {
    const { button } = await renderCard()
    fireEvent.click(button)
    const [first] = items().map(item)
    const enter = { key: 'Enter', bubbles: true }
    // A browser clicks a button by each Enter that is not prevented.
    expect(fireEvent.keyDown(first ?? button, { ...enter, repeat: true })).toBe(false)
    expect(fireEvent.keyDown(first ?? button, enter)).toBe(true)
  })

  it('pass all actions of a first letter, one after the other', async () => {
    const { button } = await renderCard({
      actions: ['Share', 'Save'].map((label) => ({ label, onSelect: vi.fn() })),
    })
    fireEvent.click(button)
    const seen = ['s', 's', 's'].map((key) => (press(key), focused()))
    expect(seen).toEqual(['Share', 'Save', 'Share'])
  })

  it('close it by Escape, which no dialog around it gets, and by Tab, which moves on from its button', async () => {
    const { button } = await renderCard()
    fireEvent.click(button)
    expect(press('Escape')).toEqual({ isPrevented: true, reaches: false })
    expect(menu()).toBeNull()
    expect(button).toHaveFocus()
    fireEvent.click(button)
    expect(press('Tab')).toEqual({ isPrevented: false, reaches: true })
    expect(menu()).toBeNull()
    expect(button).toHaveFocus()
  })
})

it('an open menu closes when the focus leaves it, and not when it moves in it', async () => {
  const { button } = await renderCard()
  fireEvent.click(button)
  item('Share').focus()
  expect(menu()).not.toBeNull()
  fireEvent.blur(item('Share'), { relatedTarget: document.body })
  expect(menu()).toBeNull()
})

it('an open menu closes when anything scrolls, and its button has the focus', async () => {
  const { button, container } = await renderCard()
  fireEvent.click(button)
  fireEvent.scroll(container)
  expect(menu()).toBeNull()
  expect(button).toHaveFocus()
})

it('an open menu that scrolls itself stays open', async () => {
  const { button } = await renderCard()
  fireEvent.click(button)
  fireEvent.scroll(menu() ?? button)
  expect(menu()).not.toBeNull()
})

it('a menu whose focus is elsewhere leaves it there when it closes', async () => {
  const { button } = await renderCard()
  fireEvent.click(button)
  const other = [...document.querySelectorAll('button')].find((one) => one !== button)
  act(() => other?.focus())
  expect(menu()).toBeNull()
  expect(other).toHaveFocus()
})

it('has no menu before the first answer, and none once the video is deleted', async () => {
  const app = createTestApp()
  app.answer = () => Response.json(completed)
  const { container } = render(<VideoTaskCard taskId="a" title="Fox" onDelete={vi.fn()} />, {
    wrapper: app.wrapper,
  })
  expect(container.querySelector('article')).toHaveAttribute('data-status', 'loading')
  expect(opener()).toBeNull()
  await app.advance(100)
  fireEvent.click(opener() ?? container)
  fireEvent.click(item('Delete'))
  expect(container.querySelector('article')).toHaveTextContent('Undo')
  expect(opener()).toBeNull()
})

describe('the actions of a menu', () => {
  it('submit no form around the card, and neither does another button', async () => {
    const { button } = await renderCard()
    fireEvent.click(button)
    const types = [...document.querySelectorAll('button')].map(({ type }) => type)
    expect(types.length).toBeGreaterThan(5)
    expect(new Set(types)).toEqual(new Set(['button']))
  })

  it('are called with the task, after the focus is back on the button', async () => {
    const { button, onEditPrompt, onAgain, onSelect } = await renderCard()
    for (const name of ['Edit prompt', 'Make again', 'Share']) {
      fireEvent.click(button)
      fireEvent.click(item(name))
      expect(menu()).toBeNull()
      expect(button).toHaveFocus()
    }
    for (const call of [onEditPrompt, onAgain, onSelect])
      expect(call).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: 'a', status: 'completed' }))
  })

  it('are those of the state', async () => {
    const onSelect = vi.fn()
    const actions = [
      { label: 'Stop', states: ['in_progress' as const], onSelect },
      { label: 'Share', states: ['completed' as const, 'failed' as const], onSelect },
      { label: 'Pin', onSelect },
    ]
    const { button } = await renderCard(
      { actions, onDelete: undefined },
      { ...completed, status: 'in_progress', progress: 40 },
    )
    fireEvent.click(button)
    expect(items()).toEqual(['Stop', 'Pin'])
  })
})

describe('the place of a menu of 200 x 120 px in a window of 800 x 600 px', () => {
  const size = { offsetWidth: 200, offsetHeight: 120, clientWidth: 800, clientHeight: 600 }
  let box = new DOMRect()

  beforeEach(() => {
    for (const [name, value] of Object.entries(size))
      Object.defineProperty(
        name.startsWith('offset') ? HTMLElement.prototype : document.documentElement,
        name,
        {
          configurable: true,
          value,
        },
      )
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(() => box)
  })
  afterEach(() => {
    document.documentElement.dir = ''
    for (const name of ['clientWidth', 'clientHeight']) Reflect.deleteProperty(document.documentElement, name)
    Object.defineProperties(HTMLElement.prototype, offsets)
  })
  const offsets = {
    offsetWidth: Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'offsetWidth') ?? {},
    offsetHeight: Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'offsetHeight') ?? {},
  }

  it.each([
    ['under its button, with their ends in line', 'ltr', [400, 100], ['236px', '136px']],
    ['under its button, with their ends in line, from right to left', 'rtl', [400, 100], ['400px', '136px']],
    ['8 px from the left edge', 'ltr', [10, 100], ['8px', '136px']],
    ['8 px from the right edge', 'rtl', [700, 100], ['592px', '136px']],
    ['under its button where it just fits', 'ltr', [400, 440], ['236px', '476px']],
    ['over its button where it does not fit', 'ltr', [400, 441], ['236px', '317px']],
    ['under its button where it fits nowhere', 'ltr', [400, 100, 240], ['236px', '136px']],
    ['over its button where it fits nowhere and has more space', 'ltr', [400, 123, 250], ['236px', '4px']],
    ['over its button where it begins in the window', 'ltr', [400, 128, 250], ['236px', '4px']],
  ])('is %s', async (_, direction, [left, top, height = 600], expected) => {
    Object.defineProperty(document.documentElement, 'clientHeight', { configurable: true, value: height })
    document.documentElement.dir = direction
    const { button } = await renderCard()
    box = new DOMRect(left, top, 36, 32)
    fireEvent.click(button)
    expect([menu()?.style.left, menu()?.style.top]).toEqual(expected)
  })
})
