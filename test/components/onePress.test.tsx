import '@testing-library/jest-dom/vitest'
import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { type VideoTask, videoTaskKeys } from 'react-video-task'
import {
  VideoTaskCard,
  VideoTaskForm,
  type VideoTaskFormProps,
  VideoTaskRetryButton,
  VideoTaskRoot,
} from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

const prompt = 'A fox in the snow'
const failed: VideoTask = {
  ...{ id: 'a', object: 'video', status: 'failed', progress: 0 },
  error: { message: 'no' },
}

/** A form whose API answers within 10 ms, as on the same machine. */
function renderForm(props: VideoTaskFormProps = {}) {
  const app = createTestApp()
  render(<VideoTaskForm defaultValues={{ model: 'wan2.6', prompt }} {...props} />, { wrapper: app.wrapper })
  const press = async (wait: number) => {
    fireEvent.click(screen.getByRole('button', { name: 'Create video' }))
    await app.advance(wait)
  }
  return { press, created: () => app.emulator.tasks.length, app }
}

it('a double click makes one video, although the API has answered before the second click', async () => {
  const { press, created } = renderForm()
  await press(150)
  expect(screen.getByRole('status')).toHaveTextContent('The video is being made.')
  await press(1_000)
  expect(created()).toBe(1)
})

it("a double click makes one video in a form whose values are the app's, new objects in each render", async () => {
  const { press, created } = renderForm({ values: { model: 'wan2.6', prompt } })
  await press(150)
  await press(1_000)
  expect(created()).toBe(1)
})

it('a key that is held makes one video, however long', async () => {
  const { press, created } = renderForm()
  await press(660)
  for (let repeat = 0; repeat < 100; repeat += 1) await press(40)
  expect(created()).toBe(1)
})

it('a press after a moment makes another video with the same parameters', async () => {
  const { press, created } = renderForm()
  await press(800)
  await press(800)
  expect(created()).toBe(2)
})

it('a press after a change makes another video at once', async () => {
  const { press, created } = renderForm()
  await press(150)
  fireEvent.change(screen.getByLabelText('Prompt'), { target: { value: 'An owl' } })
  await press(150)
  expect(created()).toBe(2)
})

it('a press after a create that was refused is sent at once', async () => {
  const { press, created, app } = renderForm()
  app.answer = () => Response.json({ error: { message: 'no' } }, { status: 400 })
  await press(150)
  expect(screen.getByRole('alert')).not.toBeEmptyDOMElement()
  app.answer = undefined
  await press(150)
  expect(created()).toBe(1)
})

it.each([
  ['the button', (retry: () => void) => <VideoTaskRetryButton onRetry={retry} />],
  ['a card', (retry: () => void) => <VideoTaskCard taskId="a" onRetry={retry} />],
])(
  'a double click or a held key on Try again of %s asks the app once, and another click again',
  async (_, part) => {
    const app = createTestApp()
    app.queryClient.setQueryData(videoTaskKeys.detail('a'), failed)
    const retry = vi.fn()
    render(<VideoTaskRoot taskId="a">{part(retry)}</VideoTaskRoot>, { wrapper: app.wrapper })
    await app.advance(100)
    const press = async (wait: number, detail: number) => {
      fireEvent.click(screen.getByRole('button', { name: 'Try again' }), { detail })
      await app.advance(wait)
    }
    await press(150, 1)
    await press(150, 2)
    expect(retry).toHaveBeenCalledTimes(1)
    await press(150, 1)
    expect(retry).toHaveBeenCalledTimes(2)
    // A key, first pressed a moment later and then held.
    await app.advance(1_000)
    for (const wait of [660, 40, 40]) await press(wait, 0)
    expect(retry).toHaveBeenCalledTimes(3)
  },
)
