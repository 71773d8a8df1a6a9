import { fireEvent, render } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { VideoTaskCard, type VideoTaskCardProps } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { replace } from './support/showFilm.js'
import { renderAsInProduction } from '../support/renderAsInProduction.js'

/** Renders a card of a video in this state, which offers what the app says. */
async function renderCard(status: string, props: Partial<VideoTaskCardProps>) {
  const app = createTestApp()
  app.answer = () => Response.json({ id: 'a', status, progress: 40, video_url: 'https://cdn.test/a.mp4' })
  render(<VideoTaskCard taskId="a" title="Fox" {...props} />, { wrapper: app.wrapper })
  await app.advance(100)
  return document.querySelector<HTMLElement>('button[aria-haspopup=menu]')
}

const forFailed = { label: 'A', states: ['failed' as const], onSelect: vi.fn() }

it.each<[string, string, Partial<VideoTaskCardProps>, boolean]>([
  ['an action for another state', 'in_progress', { actions: [forFailed] }, false],
  ['an action for its state', 'failed', { actions: [forFailed] }, true],
  ['an action for any state', 'in_progress', { actions: [{ label: 'A', onSelect: vi.fn() }] }, true],
  ['another one of a finished video', 'in_progress', { onAgain: vi.fn() }, false],
  ['another one of a finished video', 'failed', { onAgain: vi.fn() }, false],
  ['another one of a finished video', 'completed', { onAgain: vi.fn() }, true],
  ['a change of the prompt', 'in_progress', { onEditPrompt: vi.fn() }, false],
  ['a change of the prompt', 'failed', { onEditPrompt: vi.fn() }, true],
  ['a change of the prompt', 'completed', { onEditPrompt: vi.fn() }, true],
  ['a deletion', 'in_progress', { onDelete: vi.fn() }, true],
])('offers %s of a video that is %s by a menu where that is possible', async (_, status, props, hasMenu) => {
  const button = await renderCard(status, props)
  expect(button !== null).toBe(hasMenu)
  if (!button) return
  expect(button.textContent).toBe('More actions')
  fireEvent.click(button)
  expect(document.querySelectorAll('[role=menuitem]')).toHaveLength(1)
})

it('is shown above everything else where the browser can, and moves nothing on the page', async () => {
  renderAsInProduction()
  const shown: unknown[] = []
  replace(HTMLElement.prototype, {
    showPopover: {
      value(this: HTMLElement) {
        shown.push([this.getAttribute('role'), this.popover])
      },
    },
  })
  const button = await renderCard('failed', { onEditPrompt: vi.fn() })
  const focus = vi.spyOn(HTMLElement.prototype, 'focus')
  fireEvent.click(button ?? document.body)
  expect(shown).toEqual([['menu', 'manual']])
  expect(focus.mock.calls).toEqual([[{ preventScroll: true }]])
})
