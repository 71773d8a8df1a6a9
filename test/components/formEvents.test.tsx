import '@testing-library/jest-dom/vitest'
import { createEvent, fireEvent, render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useCreateVideoTask } from 'react-video-task'
import { VideoTaskForm, type VideoTaskFormProps, type VideoTaskFormValues } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { picture } from '../support/pictures.js'

const prompt = 'A fox in the snow'
const refusal = () => Response.json({ error: { message: 'no' } }, { status: 400 })

function renderForm(props: VideoTaskFormProps) {
  const app = createTestApp()
  const view = render(<VideoTaskForm {...props} />, { wrapper: app.wrapper })
  const submit = async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Create video' }))
    await app.advance(100)
    await app.advance(1)
  }
  return { ...app, ...view, app, submit, reset: () => fireEvent.reset(screen.getByRole('form')) }
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label)
const change = (label: string, value: string) => fireEvent.change(field(label), { target: { value } })
const errorOf = (label: string) => {
  const [id = ''] = field(label).getAttribute('aria-describedby')?.split(' ') ?? []
  return document.getElementById(id)
}
const status = () => screen.getByRole('status')

it('a reset gives the app the first values, and the browser resets nothing', () => {
  const onValuesChange = vi.fn<(values: VideoTaskFormValues) => void>()
  renderForm({ defaultValues: { model: 'sora-2', prompt }, onValuesChange })
  change('Prompt', 'Other')
  const event = createEvent.reset(screen.getByRole('form'))
  fireEvent(screen.getByRole('form'), event)
  expect(event.defaultPrevented).toBe(true)
  expect(onValuesChange).toHaveBeenLastCalledWith({ model: 'sora-2', prompt })
})

it("an app's onReset runs first and can prevent the reset", () => {
  const onReset = vi.fn<NonNullable<VideoTaskFormProps['onReset']>>((event) => event.preventDefault())
  const { reset } = renderForm({ defaultValues: { prompt }, onReset })
  change('Prompt', 'Other')
  reset()
  expect(onReset).toHaveBeenCalledOnce()
  expect(field('Prompt')).toHaveValue('Other')
})

it("an app's onPaste runs first and can keep a picture out of the form", async () => {
  const onPaste = vi.fn<NonNullable<VideoTaskFormProps['onPaste']>>((event) => event.preventDefault())
  const { advance, container } = renderForm({ models: ['sora-2'], defaultValues: { prompt }, onPaste })
  fireEvent.paste(field('Prompt'), { clipboardData: { types: ['Files'], files: [picture('a.png')] } })
  await advance(100)
  expect(onPaste).toHaveBeenCalledOnce()
  expect(container).toHaveTextContent('0 of 1')
})

it('a reset hides the error of a prompt that is blank again', async () => {
  const { submit, reset } = renderForm({})
  await submit()
  expect(errorOf('Prompt')).toHaveTextContent('Describe the video.')
  reset()
  expect(errorOf('Prompt')).toBeEmptyDOMElement()
})

it.each([
  ['a reset', ({ reset }: ReturnType<typeof renderForm>) => reset()],
  [
    'a draft',
    ({ rerender }: ReturnType<typeof renderForm>) =>
      rerender(<VideoTaskForm draft={{ values: { model: 'wan2.6', prompt: 'A lake' }, params: {} }} />),
  ],
])('%s says no more that a video is being made', async (_, begin) => {
  const form = renderForm({ defaultValues: { prompt } })
  await form.submit()
  expect(status()).toHaveTextContent('The video is being made.')
  begin(form)
  expect(status()).toBeEmptyDOMElement()
})

it('a create that fails right after another one says only why', async () => {
  const { app, submit } = renderForm({ defaultValues: { prompt } })
  await submit()
  expect(status()).toHaveTextContent('The video is being made.')
  app.answer = refusal
  await app.advance(1_000)
  await submit()
  expect(status()).toBeEmptyDOMElement()
  expect(screen.getByRole('alert')).not.toBeEmptyDOMElement()
})

it("the success of the app's own create is that of the form", async () => {
  const onCreated = vi.fn<NonNullable<VideoTaskFormProps['onCreated']>>()
  function Page() {
    const { mutate, isPending, error } = useCreateVideoTask()
    const create = { mutate, isPending, error }
    return <VideoTaskForm defaultValues={{ model: 'wan2.6', prompt }} create={create} onCreated={onCreated} />
  }
  const app = createTestApp()
  render(<Page />, { wrapper: app.wrapper })
  fireEvent.click(screen.getByRole('button', { name: 'Create video' }))
  await app.advance(100)
  expect(onCreated).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ id: app.emulator.tasks[0]?.id }),
    expect.objectContaining({ model: 'wan2.6', prompt }),
  )
  expect(status()).toHaveTextContent('The video is being made.')
})

it('a draft marks its length out of range, although the length before it was being typed', () => {
  const { rerender } = renderForm({ defaultValues: { model: 'wan2.7', prompt } })
  change('Length', '1')
  expect(errorOf('Length')).toBeEmptyDOMElement()
  rerender(<VideoTaskForm draft={{ values: { model: 'wan2.7', prompt, seconds: '1' }, params: {} }} />)
  expect(errorOf('Length')).toHaveTextContent('wan2.7 makes videos of 2 to 15 whole seconds.')
})
