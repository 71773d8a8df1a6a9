import { act, fireEvent, render, screen, within } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { type CreateVideoParams, useVideoReferences, VideoNetworkError } from 'react-video-task'
import {
  useVideoTaskForm,
  VideoTaskForm,
  VideoTaskFormField,
  type VideoTaskFormProps,
  VideoTaskReferences,
} from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { picture } from '../support/pictures.js'

type TestApp = ReturnType<typeof createTestApp>

const prompt = 'A fox in the snow'

function renderForm(props: VideoTaskFormProps = {}) {
  const app = createTestApp()
  // jsdom's files cannot be sent by Node's fetch.
  const creates: CreateVideoParams[] = []
  const { create } = app.client
  app.client.create = ({ input_reference, ...params }, options) => {
    creates.push({ ...params, input_reference })
    return create(params, options)
  }
  const view = render(<VideoTaskForm defaultValues={{ prompt }} {...props} />, { wrapper: app.wrapper })
  const sent = () =>
    creates.map(({ input_reference: files }) => [files ?? []].flat().map((file) => (file as File).name))
  const submit = async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Create video' }))
    await app.advance(100)
  }
  return { app, sent, submit, ...view }
}

const input = () => screen.getByLabelText<HTMLInputElement>('Add images')
// Before any test fakes it: the bytes of files are read in real time.
const { setTimeout: setRealTimeout } = globalThis
/** Until the files are checked, each in some steps of its own. */
const settle = async (app: TestApp) => {
  for (let step = 0; step < 20; step++) {
    await app.advance(10)
    await new Promise((resolve) => setRealTimeout(resolve, 5))
  }
}
async function add(app: TestApp, ...files: File[]) {
  fireEvent.change(input(), { target: { files } })
  await settle(app)
}
const selectModel = (value: string) => fireEvent.change(screen.getByLabelText('Model'), { target: { value } })
const press = (name: RegExp) => fireEvent.click(screen.getByRole('button', { name }))

it('sends the pictures in the order that the list has', async () => {
  const { app, sent, submit } = renderForm({ models: ['veo3-fast'] })
  await add(app, picture('a.png'), picture('b.png'))
  press(/Move .b.png. earlier/)
  await submit()
  expect(sent()).toEqual([['b.png', 'a.png']])
})

it('has no field for pictures where the model takes none', () => {
  renderForm({ models: ['wan2.6'] })
  expect(screen.queryByLabelText('Add images')).toBeNull()
})

it('keeps pictures for a model that takes none, does not send them, and sends them on the way back', async () => {
  const { app, sent, submit } = renderForm({ models: ['sora-2', 'wan2.6'] })
  await add(app, picture('a.png'))
  selectModel('wan2.6')
  // The video is made without it, so it is no error.
  expect(screen.getByText('Not sent: wan2.6 takes no images.').className).toBe('video-task-note')
  await submit()
  selectModel('sora-2')
  await submit()
  expect(sent()).toEqual([[], ['a.png']])
})

it('sends nothing while the model takes fewer pictures, and moves the focus to the first one too many', async () => {
  const { app, sent, submit } = renderForm({
    models: ['veo3-fast', 'sora-2'],
    modelNames: { 'sora-2': 'Sora 2' },
  })
  await add(app, picture('a.png'), picture('b.png'))
  selectModel('sora-2')
  screen.getByText('Sora 2 takes one image.')
  await submit()
  expect(sent()).toEqual([])
  expect(document.activeElement).toBe(screen.getByRole('button', { name: /Remove .b.png./ }))
  press(/Remove .b.png./)
  await submit()
  expect(sent()).toEqual([['a.png']])
})

it('leaves the focus of a create to an earlier field that is wrong too', async () => {
  const { app, submit } = renderForm({ models: ['sora-2'], defaultValues: { prompt: '' } })
  await add(app, picture('a.png'), picture('b.png'))
  await submit()
  expect(document.activeElement).toBe(screen.getByLabelText('Prompt'))
})

it('keeps the pictures after a failed create, and removes them on a reset', async () => {
  const { app, container, submit } = renderForm({ models: ['sora-2'] })
  await add(app, picture('a.png'))
  app.answer = () =>
    Promise.reject(new VideoNetworkError('Connection lost at 99 %.', { code: 'network_error' }))
  await submit()
  expect(screen.getByRole('alert').textContent).not.toBe('')
  screen.getByAltText('a.png')
  const form = container.querySelector('form')
  if (form) fireEvent.reset(form)
  expect(screen.queryByRole('img')).toBeNull()
})

it('takes a picture that is pasted into the prompt, and leaves text to it', async () => {
  const { app } = renderForm({ models: ['sora-2'] })
  const paste = (types: string[], files: File[]) =>
    fireEvent.paste(screen.getByLabelText('Prompt'), { clipboardData: { types, files } })
  expect(paste(['text/plain'], [])).toBe(true)
  expect(paste(['Files'], [picture('a.png')])).toBe(false)
  await settle(app)
  screen.getByAltText('a.png')
})

it.each<[string, VideoTaskFormProps]>([
  ['its slot is empty', { slots: { references: null } }],
  ['the layout of the app has no part for it', { children: <VideoTaskFormField name="prompt" /> }],
])('leaves a pasted picture alone where nothing would show it: %s', async (_, props) => {
  const { app, container, sent } = renderForm({ models: ['sora-2'], ...props })
  const clipboardData = { types: ['Files'], files: [picture('a.png')] }
  expect(fireEvent.paste(screen.getByLabelText('Prompt'), { clipboardData })).toBe(true)
  await settle(app)
  fireEvent.submit(container.querySelector('form') ?? container)
  await app.advance(100)
  expect(sent()).toEqual([[]])
})

it('takes a picture that is pasted into the prompt for a picker of the app', async () => {
  function Picker() {
    const { inputProps } = useVideoTaskForm().references
    return <input aria-label="Add images" {...inputProps} />
  }
  const { app, sent, submit } = renderForm({ models: ['sora-2'], slots: { references: <Picker /> } })
  const clipboardData = { types: ['Files'], files: [picture('a.png')] }
  expect(fireEvent.paste(screen.getByLabelText('Prompt'), { clipboardData })).toBe(false)
  await settle(app)
  await submit()
  expect(sent()).toEqual([['a.png']])
})

it('leaves a pasted picture alone where the model takes none', () => {
  renderForm({ models: ['wan2.6'] })
  const clipboardData = { types: ['Files'], files: [picture('a.png')] }
  expect(fireEvent.paste(screen.getByLabelText('Prompt'), { clipboardData })).toBe(true)
})

it('marks the pictures that the API refused', async () => {
  const { app, submit } = renderForm({ models: ['sora-2'] })
  await add(app, picture('a.png'))
  const error = {
    message: 'no',
    type: 'invalid_request_error',
    param: 'input_reference',
    code: 'invalid_image',
  }
  app.answer = () => Response.json({ error }, { status: 400 })
  await submit()
  screen.getByText('The video service does not accept this value.')
  press(/Remove .a.png./)
  expect(screen.queryByText('The video service does not accept this value.')).toBeNull()
})

it('a field of the app replaces it, reads the pictures from the form, and null omits it', async () => {
  const Own = () => <b>{useVideoTaskForm().references.items.length} pictures</b>
  const { rerender } = renderForm({ models: ['sora-2'], slots: { references: <Own /> } })
  screen.getByText('0 pictures')
  rerender(<VideoTaskForm models={['sora-2']} slots={{ references: null }} />)
  expect(screen.queryByRole('group')).toBeNull()
})

it('sends what the app adds itself where its own field holds the pictures', async () => {
  const { sent, submit } = renderForm({
    models: ['sora-2'],
    slots: { references: null },
    params: { input_reference: picture('own.png') },
  })
  await submit()
  expect(sent()).toEqual([['own.png']])
})

it('groups refused files by reason, with at most three names each', async () => {
  const { app } = renderForm({ models: ['sora-2'] })
  const files = ['a', 'b', 'c', 'd', 'e'].map((name) => picture(`${name}.png`, { format: 'none' }))
  fireEvent.change(input(), { target: { files } })
  await settle(app)
  const text = screen.getByText(/^Not an image/)
  expect(text.textContent.replaceAll(/[\u2068\u2069]/g, '')).toBe('Not an image: a.png, b.png, c.png +2.')
})

it('shows the upload, cancels it and keeps the pictures', async () => {
  const app = createTestApp()
  let report: ((progress: { loaded: number; total: number }) => void) | undefined
  app.client.create = (_, { signal, onUploadProgress } = {}) => {
    report = onUploadProgress
    return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  }
  render(<VideoTaskForm models={['sora-2']} defaultValues={{ prompt }} />, { wrapper: app.wrapper })
  await add(app, picture('a.png'))
  const submit = screen.getByRole('button', { name: 'Create video' })
  fireEvent.click(submit)
  await app.advance(0)
  expect(screen.queryByRole('progressbar')).toBeNull()
  act(() => report?.({ loaded: 45, total: 100 }))
  expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Uploading' }).value).toBe(45)
  screen.getByText('45%')
  const cancel = screen.getByRole('button', { name: 'Cancel upload' })
  cancel.focus()
  fireEvent.click(cancel)
  await app.advance(0)
  const [status] = within(submit.parentElement ?? submit).getAllByRole('status')
  expect(status?.textContent).toBe('The upload was cancelled. No video was made.')
  expect(screen.getByRole('alert').textContent).toBe('')
  expect(document.activeElement).toBe(submit)
  screen.getByAltText('a.png')
})

it('renders on a server, and without pictures in a document without object URLs', () => {
  const app = createTestApp()
  const Page = () => <VideoTaskReferences references={useVideoReferences({ model: 'veo3-fast' })} />
  const html = renderToString(
    <app.wrapper>
      <Page />
    </app.wrapper>,
  )
  expect(html).toContain('type="file"')
})

it('throws without pictures outside of a form', () => {
  const app = createTestApp()
  expect(() => render(<VideoTaskReferences />, { wrapper: app.wrapper })).toThrow(
    expect.objectContaining({
      code: 'missing_provider',
      message: expect.stringContaining('needs `references`'),
    }),
  )
})
