import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { VideoTaskCard } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

/** The hues of the fields that cards of these titles, or of tasks without one, have. */
function huesOf(cards: readonly { title?: string; taskId?: string }[]) {
  const app = createTestApp()
  app.answer = () => new Promise<Response>(() => {})
  const { container } = render(
    cards.map(({ title, taskId = 'a' }, index) => (
      <VideoTaskCard key={index} taskId={taskId} title={title} />
    )),
    { wrapper: app.wrapper },
  )
  return [...container.querySelectorAll<HTMLElement>('.video-task-well')].map(({ style }) =>
    Number(style.getPropertyValue('--video-task-hue') || NaN),
  )
}

it('waiting videos have fields of hues of their own, in whole degrees', () => {
  const titles = Array.from({ length: 20 }, (_, index) => ({
    title: `${String.fromCharCode(65 + index)} fox in snow`,
  }))
  const hues = huesOf(titles)
  expect(hues).toHaveLength(20)
  for (const hue of hues) {
    expect(Number.isInteger(hue)).toBe(true)
    expect(hue).toBeGreaterThanOrEqual(0)
    expect(hue).toBeLessThan(360)
  }
  expect(new Set(hues).size).toBeGreaterThan(10)
})

it('the hue of a field is that of its title, or of its task where it has none', () => {
  const [fox, again, first, second] = huesOf([
    { title: 'A fox', taskId: 'a' },
    { title: 'A fox', taskId: 'b' },
    { taskId: 'a' },
    { taskId: 'b' },
  ])
  expect(fox).toBe(again)
  expect(first).not.toBe(second)
})
