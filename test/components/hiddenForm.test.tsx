import { fireEvent, render, screen } from '@testing-library/react'
import { Activity } from 'react'
import { expect, it, vi } from 'vitest'
import { VideoTaskForm, type VideoTaskFormProps } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { picture } from '../support/pictures.js'

const prompt = 'A fox in the snow'

/** Renders a form in an `<Activity>`, and a button beside it. */
function renderInActivity(props: VideoTaskFormProps) {
  const app = createTestApp()
  const page = (mode: 'visible' | 'hidden') => (
    <>
      <button autoFocus>Beside</button>
      <Activity mode={mode}>
        <VideoTaskForm {...props} />
      </Activity>
    </>
  )
  const view = render(page('visible'), { wrapper: app.wrapper })
  return {
    app,
    ...view,
    hide: () => view.rerender(page('hidden')),
    show: () => view.rerender(page('visible')),
    submit: () => fireEvent.click(screen.getByRole('button', { name: 'Create video' })),
  }
}

it('calls onCreated once shown, of a create that ended while hidden', async () => {
  const onCreated = vi.fn()
  const { app, hide, show, submit } = renderInActivity({ defaultValues: { prompt }, onCreated })
  submit()
  hide()
  await app.advance(100)
  expect(app.emulator.tasks).toHaveLength(1)
  expect(onCreated).not.toHaveBeenCalled()
  show()
  expect(onCreated).toHaveBeenCalledTimes(1)
  expect(onCreated.mock.calls[0]).toMatchObject([{ id: app.emulator.tasks[0]?.id }, { prompt }])
  expect(screen.getByText('The video is being made.')).toBeTruthy()
  hide()
  show()
  expect(onCreated).toHaveBeenCalledTimes(1)
})

it('shows the error of a create that failed while hidden, and calls nothing', async () => {
  const onCreated = vi.fn()
  const { app, hide, show, submit } = renderInActivity({ defaultValues: { prompt }, onCreated })
  app.answer = () => Response.json({ error: { message: 'no' } }, { status: 400 })
  submit()
  hide()
  await app.advance(100)
  show()
  await app.advance(100)
  expect(screen.getByRole('alert').textContent).not.toBe('')
  expect(onCreated).not.toHaveBeenCalled()
})

it('calls no onCreated once it has unmounted', async () => {
  const onCreated = vi.fn()
  const { app, submit, unmount } = renderInActivity({ defaultValues: { prompt }, onCreated })
  submit()
  unmount()
  await app.advance(100)
  expect(app.emulator.tasks).toHaveLength(1)
  expect(onCreated).not.toHaveBeenCalled()
})

it('keeps the pictures of a draft when hidden and shown, and leaves the focus where it is', async () => {
  const draft = { values: { model: 'sora-2', prompt }, params: {} }
  const { app, hide, show, container } = renderInActivity({ draft })
  const input = container.querySelector('input[type=file]')
  if (!input) throw new Error('The form takes no pictures.')
  fireEvent.change(input, { target: { files: [picture('fox.png')] } })
  await app.advance(100)
  screen.getByAltText('fox.png')
  const beside = screen.getByRole('button', { name: 'Beside' })
  beside.focus()
  hide()
  show()
  screen.getByAltText('fox.png')
  expect(document.activeElement).toBe(beside)
})

it('leaves the focus where it is when shown again with the error of a field', async () => {
  const { app, hide, show, submit } = renderInActivity({ defaultValues: { prompt } })
  app.answer = () => Response.json({ error: { message: 'no', param: 'prompt' } }, { status: 400 })
  submit()
  await app.advance(100)
  expect(document.activeElement).toBe(screen.getByLabelText('Prompt'))
  const beside = screen.getByRole('button', { name: 'Beside' })
  beside.focus()
  hide()
  show()
  expect(document.activeElement).toBe(beside)
})
