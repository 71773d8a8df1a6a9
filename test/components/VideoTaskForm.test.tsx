import { act, fireEvent, render, screen } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { expect, it, vi } from 'vitest'
import { type VideoTask, videoModels } from 'react-video-task'
import {
  useVideoTaskForm,
  VideoTaskForm,
  VideoTaskFormField,
  type VideoTaskFormProps,
  VideoTaskFormSubmit,
  type VideoTaskFormValues,
} from 'react-video-task/components'
import { createVideoSchema } from 'react-video-task/schemas'
import { createTestApp } from '../hooks/support/createTestApp.js'

const prompt = 'A fox in the snow'

function renderForm(props: VideoTaskFormProps = {}) {
  const app = createTestApp()
  const bodies: Record<string, FormDataEntryValue>[] = []
  app.answer = async (request) => {
    bodies.push(Object.fromEntries(await request.clone().formData()))
    return app.emulator.fetch(request)
  }
  const view = render(<VideoTaskForm {...props} />, { wrapper: app.wrapper })
  return { app, bodies, ...view }
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label)
const change = (label: string, value: string) => fireEvent.change(field(label), { target: { value } })
const submit = () => fireEvent.click(screen.getByRole('button'))
const errorOf = (label: string) => {
  const [id = ''] = field(label).getAttribute('aria-describedby')?.split(' ') ?? []
  return document.getElementById(id)?.textContent
}

it.each(Object.keys(videoModels))(
  'sends what the schema of %s accepts, its defaults among them',
  async (model) => {
    const { app, bodies } = renderForm({ defaultValues: { model, prompt } })
    submit()
    await app.advance(100)
    const [body] = bodies
    expect(body).toMatchObject({ model, prompt })
    expect(body).toEqual(createVideoSchema(model).parse({ ...body }))
  },
)

it('calls onCreated with the task and the sent parameters', async () => {
  const created: [VideoTask, object][] = []
  const { app } = renderForm({
    models: ['wan2.6'],
    params: { seed: 7 },
    onCreated: (...result) => created.push(result),
  })
  change('Prompt', prompt)
  change('Length', '10')
  submit()
  await app.advance(100)
  expect(created).toHaveLength(1)
  expect(created[0]?.[0].status).toBe('queued')
  expect(created[0]?.[1]).toEqual({ seed: 7, model: 'wan2.6', prompt, seconds: '10', size: '1920x1080' })
})

it('sends nothing while the prompt is blank, and moves the focus to it', async () => {
  const { app, bodies } = renderForm()
  change('Prompt', ' \n')
  expect(errorOf('Prompt')).toBe('')
  submit()
  await app.advance(100)
  expect(bodies).toEqual([])
  expect(document.activeElement).toBe(field('Prompt'))
  expect(errorOf('Prompt')).toBe('Describe the video.')
  expect(field('Prompt').validationMessage).toBe('Describe the video.')
  change('Prompt', prompt)
  expect(errorOf('Prompt')).toBe('')
  expect(field('Prompt').getAttribute('aria-invalid')).toBeNull()
})

it('checks the values itself where noValidate keeps the browser from it', async () => {
  const { app, bodies } = renderForm({ noValidate: true })
  submit()
  await app.advance(100)
  expect(bodies).toEqual([])
  expect(errorOf('Prompt')).toBe('Describe the video.')
})

it('marks a length out of range after the field was left, not while it is typed', () => {
  renderForm({ defaultValues: { model: 'wan2.7', prompt } })
  change('Length', '1')
  expect(errorOf('Length')).toBe('')
  fireEvent.blur(field('Length'))
  expect(errorOf('Length')).toBe('wan2.7 makes videos of 2 to 15 whole seconds.')
})

it.each(['7.5', '99', '-3'])('a length of %s is invalid where the model has a range', async (seconds) => {
  const { app, bodies } = renderForm({ defaultValues: { model: 'wan2.7', prompt, seconds } })
  submit()
  await app.advance(100)
  expect(bodies).toEqual([])
})

it('an empty length is left to the model', async () => {
  const { app, bodies } = renderForm({ defaultValues: { model: 'wan2.7', prompt } })
  change('Length', '')
  submit()
  await app.advance(100)
  expect(bodies[0]).not.toHaveProperty('seconds')
})

it('counts the characters of the prompt and refuses one that is too long', async () => {
  const { app, bodies } = renderForm({ defaultValues: { prompt: 'x'.repeat(11) }, maxPromptLength: 10 })
  screen.getByText('11 of 10 characters')
  expect(errorOf('Prompt')).toBe('The prompt is too long by 1 character.')
  expect(field('Prompt').maxLength).toBe(10)
  submit()
  await app.advance(100)
  expect(bodies).toEqual([])
})

it('keeps and marks a chosen value that the next model does not offer, and finds it valid again on the way back', async () => {
  const { app, bodies } = renderForm({ models: ['wan2.6', 'sora-2'], defaultValues: { prompt } })
  change('Length', '10')
  change('Model', 'sora-2')
  expect(field('Length').value).toBe('10')
  expect(errorOf('Length')).toBe('sora-2 does not offer 10s. Choose another value.')
  // Never chosen, so it follows the model.
  expect(field('Frame size').value).toBe('1280x720')
  submit()
  await app.advance(100)
  expect(bodies).toEqual([])
  expect(document.activeElement).toBe(field('Length'))
  change('Model', 'wan2.6')
  expect(errorOf('Length')).toBe('')
  submit()
  await app.advance(100)
  expect(bodies[0]).toMatchObject({ model: 'wan2.6', seconds: '10', size: '1920x1080' })
})

it('keeps a value that the next model has no parameter for, says so and does not send it', async () => {
  const { app, bodies } = renderForm({
    defaultValues: { model: 'veo3-fast', prompt, seconds: '10', resolution: '720p' },
  })
  screen.getByText('10s is not sent: veo3-fast has no such setting.')
  screen.getByText('720p is not sent: veo3-fast has no such setting.')
  expect(field('Length').value).toBe('8s')
  submit()
  await app.advance(100)
  expect(bodies[0]).toEqual({ model: 'veo3-fast', prompt, size: '16x9' })
})

it('takes free text for a model without facts', async () => {
  const { app, bodies } = renderForm({ models: [], defaultValues: { prompt } })
  change('Model', 'kling-v9')
  change('Length', 'long')
  change('Frame size', 'huge')
  submit()
  await app.advance(100)
  expect(bodies[0]).toEqual({ model: 'kling-v9', prompt, seconds: 'long', size: 'huge' })
})

it('creates one video on a double click, and announces the wait once', async () => {
  const { app } = renderForm({ defaultValues: { prompt } })
  const answers: ((response: Response) => void)[] = []
  app.answer = () => new Promise<Response>((resolve) => answers.push(resolve))
  const status = screen.getByRole('status')
  const texts: string[] = []
  const observer = new MutationObserver(() => texts.push(status.textContent))
  observer.observe(status, { childList: true, characterData: true, subtree: true })
  submit()
  await app.advance(10)
  submit()
  await app.advance(10)
  expect(texts).toEqual(['Creating the video…'])
  expect(screen.getByRole('button').getAttribute('aria-disabled')).toBe('true')
  expect(answers).toHaveLength(1)
  answers[0]?.(Response.json({ id: 'task_1', object: 'video', status: 'queued', progress: 0 }))
  await app.advance(10)
  expect(texts).toEqual(['Creating the video…', 'The video is being made.'])
  change('Prompt', 'Another')
  expect(status.textContent).toBe('')
})

it("shows the reason of a failed create in the page's words, and marks the field that the API names until it changes", async () => {
  const { app } = renderForm({ defaultValues: { prompt } })
  app.answer = () =>
    Response.json(
      { error: { message: 'secret detail', code: 'invalid_size', param: 'size' } },
      { status: 400 },
    )
  submit()
  await app.advance(100)
  expect(screen.getByRole('alert').textContent).toContain('These settings were not accepted.')
  expect(document.body.textContent).not.toContain('secret detail')
  expect(document.activeElement).toBe(field('Frame size'))
  expect(errorOf('Frame size')).toBe('The video service does not accept this value.')
  expect(field('Frame size').validity.valid).toBe(true)
  change('Frame size', '1280x720')
  expect(errorOf('Frame size')).toBe('')
})

it('can be controlled: the app decides which values the form has', () => {
  const onValuesChange = vi.fn<(values: VideoTaskFormValues) => void>()
  const values = { model: 'wan2.6', prompt: 'Fixed' }
  renderForm({ values, onValuesChange })
  change('Prompt', 'Other')
  expect(onValuesChange).toHaveBeenCalledWith({ model: 'wan2.6', prompt: 'Other' })
  expect(field('Prompt').value).toBe('Fixed')
})

it('a reset brings the first values back', () => {
  const { container } = renderForm({ defaultValues: { model: 'sora-2', prompt } })
  change('Prompt', 'Other')
  change('Length', '12')
  act(() => container.querySelector('form')?.reset())
  expect(field('Prompt').value).toBe(prompt)
  expect(field('Length').value).toBe('4')
})

it("an app's onSubmit runs first and can prevent the create", async () => {
  const { app, bodies } = renderForm({
    defaultValues: { prompt },
    onSubmit: (event) => event.preventDefault(),
  })
  submit()
  await app.advance(100)
  expect(bodies).toEqual([])
})

it("uses the app's own create, and shows its errors beside fields", () => {
  const mutate = vi.fn()
  renderForm({
    defaultValues: { prompt },
    create: { mutate, isPending: false, error: null },
    errors: { prompt: 'Already made.' },
  })
  expect(errorOf('Prompt')).toBe('Already made.')
  submit()
  expect(mutate.mock.calls[0]?.[0]).toMatchObject({ model: 'wan2.6', prompt })
})

it('takes slots, parts and elements of the app', () => {
  const Seen = () => <output>{useVideoTaskForm().params.prompt}</output>
  const { rerender } = renderForm({
    defaultValues: { prompt },
    slots: { size: null, references: <input type="file" aria-label="Picture" />, submit: <Seen /> },
  })
  expect(screen.queryByLabelText('Frame size')).toBeNull()
  screen.getByLabelText('Picture')
  expect(screen.queryByRole('button')).toBeNull()
  screen.getByText(prompt, { selector: 'output' })
  rerender(
    <VideoTaskForm defaultValues={{ prompt }} className="mine">
      <VideoTaskFormField name="prompt" label="Story" render={<textarea className="big" />} />
      <VideoTaskFormSubmit>Go</VideoTaskFormSubmit>
    </VideoTaskForm>,
  )
  expect(screen.getByLabelText('Story').className).toBe('video-task-input big')
  expect(screen.getByRole('form').className).toBe('video-task-form mine')
  screen.getByRole('button', { name: 'Go' })
})

it('as a composer has the prompt first, and a list for a range of lengths', async () => {
  const { app, bodies, container } = renderForm({
    layout: 'composer',
    defaultValues: { model: 'wan2.7', prompt, seconds: '07' },
  })
  const names = [...(container.querySelector('form')?.elements ?? [])].map((one) => one.getAttribute('name'))
  expect(names.slice(0, 3)).toEqual(['prompt', 'model', 'seconds'])
  expect(field('Length').tagName).toBe('SELECT')
  expect(field('Length').value).toBe('7')
  expect(screen.queryByText('2 to 15 seconds')).toBeNull()
  change('Length', '12')
  submit()
  await app.advance(100)
  expect(bodies[0]).toMatchObject({ seconds: '12' })
})

it('isolates a length, so that its number stays before its unit in a page that runs the other way', () => {
  const { container } = renderForm({ models: ['sora-2', 'veo3-fast'] })
  const labels = () => [...container.querySelectorAll('[name=seconds] option')].map((one) => one.textContent)
  expect(labels()).toContain('\u20684s\u2069')
  change('Model', 'veo3-fast')
  expect(field('Length').dir).toBe('auto')
})

it('shows an emptied value as left to the model where the model has a default', () => {
  renderForm({ defaultValues: { model: 'sora-2', prompt, seconds: '', size: '' } })
  expect(field('Length').value).toBe('')
  expect(field('Frame size').value).toBe('')
})

it('keeps both of two changes in one event', async () => {
  const Preset = () => {
    const { setValue } = useVideoTaskForm()
    const choose = () => {
      setValue('model', 'sora-2')
      setValue('seconds', '12')
    }
    return <output onClick={choose}>Preset</output>
  }
  const { app, bodies } = renderForm({ defaultValues: { prompt }, slots: { references: <Preset /> } })
  fireEvent.click(screen.getByText('Preset'))
  submit()
  await app.advance(100)
  expect(bodies[0]).toMatchObject({ model: 'sora-2', seconds: '12' })
})

it('takes the direction of a prompt from its text, and of an empty one from the page', () => {
  renderForm()
  expect(field('Prompt').getAttribute('dir')).toBeNull()
  change('Prompt', prompt)
  expect(field('Prompt').dir).toBe('auto')
})

it.each([{ ctrlKey: true }, { metaKey: true }])(
  'creates the video by Enter with %j in the prompt',
  async (keys) => {
    const { app, bodies } = renderForm({ defaultValues: { prompt } })
    fireEvent.keyDown(field('Prompt'), { key: 'Enter' })
    fireEvent.keyDown(field('Prompt'), { key: 'Enter', isComposing: true, ...keys })
    await app.advance(100)
    expect(bodies).toHaveLength(0)
    fireEvent.keyDown(field('Prompt'), { key: 'Enter', ...keys })
    await app.advance(100)
    expect(bodies).toHaveLength(1)
  },
)

it('a reset removes the error of the last create, until the next one fails', async () => {
  const { app, container } = renderForm({ defaultValues: { prompt } })
  app.answer = () =>
    Response.json({ error: { message: 'no', code: 'invalid', param: 'size' } }, { status: 400 })
  submit()
  await app.advance(100)
  expect(errorOf('Frame size')).not.toBe('')
  act(() => container.querySelector('form')?.reset())
  expect(errorOf('Frame size')).toBe('')
  expect(screen.getByRole('alert').textContent).toBe('')
  submit()
  await app.advance(100)
  expect(screen.getByRole('alert').textContent).not.toBe('')
})

it('stops saying that the video is being made, which it does not watch', async () => {
  const { app } = renderForm({ defaultValues: { prompt } })
  submit()
  await app.advance(100)
  expect(screen.getByRole('status').textContent).toBe('The video is being made.')
  await app.advance(60_000)
  expect(screen.getByRole('status').textContent).toBe('')
})

it('has native constraints in the HTML of a server', () => {
  const app = createTestApp()
  const html = renderToString(
    app.wrapper({
      children: <VideoTaskForm defaultValues={{ model: 'wan2.7' }} maxPromptLength={500} />,
    }),
  )
  expect(html).toMatch(/<textarea[^>]* required=""[^>]* maxLength="500"/i)
  expect(html).toMatch(/<input[^>]* type="number"[^>]* step="1"[^>]* min="2" max="15"/)
  expect(html).not.toContain('style=')
})

const fox = { values: { model: 'wan2.6', prompt, seconds: '10' }, params: { seed: 7 } }

it('takes a draft over, sends its other parameters too, and gives the prompt the focus', async () => {
  const { bodies, app, rerender } = renderForm({ defaultValues: { prompt: 'Mine', size: '1280*720' } })
  expect(document.activeElement).toBe(document.body)
  rerender(<VideoTaskForm draft={fox} />)
  expect([field('Prompt').value, field('Length').value]).toEqual([prompt, '10'])
  expect(document.activeElement).toBe(field('Prompt'))
  submit()
  await app.advance(100)
  expect(bodies).toMatchObject([{ model: 'wan2.6', prompt, seconds: '10', seed: '7' }])
})

it('keeps what the user types into a draft, until there is another one', () => {
  const { rerender } = renderForm({ draft: fox })
  change('Prompt', 'A fox at night')
  rerender(<VideoTaskForm draft={fox} models={['wan2.6']} />)
  expect([field('Prompt').value, field('Length').value]).toEqual(['A fox at night', '10'])
  rerender(<VideoTaskForm draft={{ ...fox }} models={['wan2.6']} />)
  expect(field('Prompt').value).toBe(prompt)
  rerender(<VideoTaskForm draft={undefined} models={['wan2.6']} />)
  expect(field('Prompt').value).toBe(prompt)
})

it('sends nothing of a draft after a reset', async () => {
  const { container, bodies, app } = renderForm({
    draft: fox,
    defaultValues: { model: 'wan2.6', prompt: 'Mine' },
  })
  act(() => container.querySelector('form')?.reset())
  submit()
  await app.advance(100)
  expect(bodies).toMatchObject([{ prompt: 'Mine', seconds: '5' }])
  expect(bodies[0]).not.toHaveProperty('seed')
})

it('shows no error of the last create for a draft', async () => {
  const { app, rerender } = renderForm({ defaultValues: { prompt } })
  app.answer = () => Response.json({ error: { message: 'no', param: 'size' } }, { status: 400 })
  submit()
  await app.advance(100)
  expect(screen.getByRole('alert').textContent).not.toBe('')
  rerender(<VideoTaskForm draft={fox} />)
  expect(screen.getByRole('alert').textContent).toBe('')
})

it('stays reset when it is reset twice', async () => {
  const { app, container } = renderForm({ defaultValues: { prompt } })
  app.answer = () => Response.json({ error: { message: 'no' } }, { status: 400 })
  submit()
  await app.advance(100)
  act(() => container.querySelector('form')?.reset())
  act(() => container.querySelector('form')?.reset())
  expect(screen.getByRole('alert').textContent).toBe('')
})

it('removes chosen pictures for a draft', async () => {
  const { container, rerender } = renderForm({ defaultValues: { model: 'sora-2', prompt } })
  const png = new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)], 'fox.png', {
    type: 'image/png',
  })
  const input = container.querySelector('input[type=file]')
  await act(async () => void fireEvent.change(input ?? document.body, { target: { files: [png] } }))
  expect(container.textContent).toContain('1 of 1')
  rerender(<VideoTaskForm draft={{ values: { model: 'sora-2', prompt: 'A lake' }, params: {} }} />)
  expect(container.textContent).toContain('0 of 1')
})
