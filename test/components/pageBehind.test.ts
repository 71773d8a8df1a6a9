import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
// Private: what the large view of a list does to the page behind it, whose dialog needs a browser.
import { lockPageScroll, returnFocus } from '../../src/components/list/pageBehind.js'
import { replace } from './support/showFilm.js'

describe('the page behind a dialog', () => {
  it.each([
    ['with a scrollbar, whose place it keeps', 15, 'stable'],
    ['without a scrollbar', 0, 'auto'],
  ])('does not scroll, and is as it was after that, %s', (_, scrollbar, gutter) => {
    const { documentElement } = document
    const { style } = documentElement
    replace(documentElement, { clientWidth: { value: innerWidth - scrollbar } })
    onTestFinished(() => void Object.assign(style, { overflow: '', scrollbarGutter: '' }))
    Object.assign(style, { overflow: 'scroll', scrollbarGutter: 'auto' })
    const unlock = lockPageScroll(document)
    expect([style.overflow, style.scrollbarGutter]).toEqual(['hidden', gutter])
    unlock()
    expect([style.overflow, style.scrollbarGutter]).toEqual(['scroll', 'auto'])
  })
})

describe('the focus after a dialog', () => {
  beforeEach(() => {
    onTestFinished(() => document.body.replaceChildren())
  })

  /** A list with one entry, and a button in it. */
  function renderEntry(html: string) {
    document.body.innerHTML = `<ul id="list" tabindex="-1"><li><button id="pressed"></button>${html}</li></ul>`
    const [list, entry, button] = ['ul', 'li', 'button'].map((tag) =>
      document.querySelector<HTMLElement>(tag),
    )
    if (!list || !entry || !button) throw new Error('The list is not there.')
    return { list, entry, button }
  }

  it('is on the button that opened it, and scrolls nothing', () => {
    const origin = renderEntry('<button id="other"></button>')
    const focus = vi.spyOn(HTMLElement.prototype, 'focus')
    returnFocus(origin)
    expect(document.activeElement?.id).toBe('pressed')
    expect(focus.mock.calls).toEqual([[{ preventScroll: true }]])
  })

  it.each([
    ['the next button', '<p id="text" tabindex="-1"></p><button id="next"></button>', 'next'],
    ['a link', '<a>No address</a><button disabled></button><a id="link" href="/"></a>', 'link'],
    [
      'the controls of a video',
      '<p tabindex="-1"></p><video id="video" controls tabindex="0"></video>',
      'video',
    ],
    ['what can have it', '<p id="text" tabindex="-1"></p>', 'text'],
    ['the list where its entry has nothing', '<p>Text</p>', 'list'],
  ])('is on %s, in view, where that button is gone', (_, html, id) => {
    const origin = renderEntry(html)
    origin.button.remove()
    const focus = vi.spyOn(HTMLElement.prototype, 'focus')
    returnFocus(origin)
    expect(document.activeElement?.id).toBe(id)
    expect(focus).toHaveBeenLastCalledWith({ preventScroll: false })
  })

  it('is on the list where its entry is gone too, and on the page without a list', () => {
    const { list, button } = renderEntry('')
    button.remove()
    returnFocus({ button, entry: undefined, list })
    expect(document.activeElement).toBe(list)
    list.blur()
    returnFocus({ button, entry: undefined, list: null })
    expect(document.activeElement).toBe(document.body)
  })
})
