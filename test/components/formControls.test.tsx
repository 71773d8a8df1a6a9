import '@testing-library/jest-dom/vitest'
import { createEvent, fireEvent, render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { VideoTaskForm, VideoTaskFormPrice, type VideoTaskFormProps } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

const prompt = 'A fox in the snow'

function renderForm(props: VideoTaskFormProps) {
  const app = createTestApp()
  const view = render(<VideoTaskForm {...props} />, { wrapper: app.wrapper })
  return { app, ...view }
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label)
const described = (label: string) =>
  (field(label).getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id))

describe('the control of a field', () => {
  it.each<[string, VideoTaskFormProps, string, string, Record<string, string | null>]>([
    ['a prompt', {}, 'Prompt', 'TEXTAREA', { required: '', rows: '3', placeholder: 'Describe your video' }],
    ['a list of models', {}, 'Model', 'SELECT', { required: '' }],
    ['a list of sizes', {}, 'Frame size', 'SELECT', { required: null }],
    [
      'any model',
      { models: [] },
      'Model',
      'INPUT',
      { required: '', autocomplete: 'off', spellcheck: 'false', type: null },
    ],
    [
      'any length',
      { models: ['kling-v9'] },
      'Length',
      'INPUT',
      { required: null, autocomplete: 'off', spellcheck: 'false', type: null },
    ],
    [
      'a range of lengths',
      { models: ['wan2.7'] },
      'Length',
      'INPUT',
      { required: null, type: 'number', step: '1', min: '2', max: '15' },
    ],
    ['the only length', { models: ['veo3-fast'] }, 'Length', 'INPUT', { readonly: '', dir: 'auto' }],
  ])('has the attributes of %s', (_, props, label, tag, attributes) => {
    renderForm(props)
    const control = field(label)
    expect(control.tagName).toBe(tag)
    expect(control).toHaveClass('video-task-input')
    for (const [name, value] of Object.entries(attributes))
      expect(control.getAttribute(name), name).toBe(value)
  })

  it('is marked as wrong, and shows its error in place of the browser', () => {
    renderForm({ models: ['sora-2'], defaultValues: { prompt, seconds: '7' } })
    expect(field('Length')).toHaveAttribute('aria-invalid', 'true')
    const event = createEvent('invalid', field('Length'), { cancelable: true })
    fireEvent(field('Length'), event)
    expect(event.defaultPrevented).toBe(true)
  })

  it('has its error and its note in elements that isolate their direction, and none without a text', () => {
    renderForm({ models: ['wan2.7'], defaultValues: { prompt, seconds: '99' } })
    for (const text of described('Length')) expect(text?.firstElementChild?.tagName).toBe('BDI')
    const [error] = described('Prompt')
    expect(error).toBeEmptyDOMElement()
    const [, note] = described('Model')
    expect(note).toBeEmptyDOMElement()
  })

  it('says nothing of a chosen length that is the only one', async () => {
    const { app } = renderForm({ models: ['veo3-fast'], defaultValues: { prompt, seconds: '8' } })
    const [, note] = described('Length')
    expect(note).toBeEmptyDOMElement()
    fireEvent.click(screen.getByRole('button'))
    await app.advance(100)
    expect(app.emulator.tasks).toHaveLength(1)
  })
})

describe('a key in the prompt', () => {
  it.each([
    ['Enter with Control, once', { key: 'Enter', ctrlKey: true }, 1],
    ['Enter with Control, held down', { key: 'Enter', ctrlKey: true, repeat: true }, 0],
    ['Enter alone', { key: 'Enter' }, 0],
    ['another key with Command', { key: 'a', metaKey: true }, 0],
  ])('creates videos and writes no line: %s', async (_, key, count) => {
    const { app } = renderForm({ defaultValues: { prompt } })
    expect(fireEvent.keyDown(field('Prompt'), key)).toBe(count === 0)
    await app.advance(100)
    expect(app.emulator.tasks).toHaveLength(count)
  })

  it('creates nothing in another field', async () => {
    const { app } = renderForm({ models: ['wan2.7'], defaultValues: { prompt } })
    fireEvent.keyDown(field('Length'), { key: 'Enter', ctrlKey: true })
    await app.advance(100)
    expect(app.emulator.tasks).toEqual([])
  })
})

describe('the parts around the fields', () => {
  it('have their classes beside those of the app', async () => {
    const price = <VideoTaskFormPrice className="mine" catalogue={{ data: [] }} />
    const { container, app } = renderForm({ defaultValues: { prompt }, slots: { price } })
    expect(container.querySelector('output')).toHaveClass('video-task-note', 'mine')
    expect(screen.getByRole('form')).toHaveClass('video-task-form')
    expect(screen.getByRole('alert')).toHaveClass('video-task-error')
    const submit = screen.getByRole('button')
    expect(submit).toHaveClass('video-task-action', 'video-task-submit')
    expect(submit).toHaveAttribute('type', 'submit')
    expect(submit).not.toHaveAttribute('aria-disabled')
    expect(field('Prompt').parentElement).toHaveClass('video-task-field')
    expect(field('Length').closest('.video-task-settings')).toContainElement(field('Frame size'))
    // The price is a status too.
    const status = container.querySelector('p[role=status]')
    expect(status).toBeEmptyDOMElement()
    fireEvent.click(submit)
    await app.advance(100)
    expect(status?.firstElementChild?.tagName).toBe('BDI')
  })

  it('have the reference of a failed create', async () => {
    const { app } = renderForm({ defaultValues: { prompt } })
    app.answer = () => Response.json({ error: { message: 'no (request id: 20261128b1c2)' } }, { status: 400 })
    fireEvent.click(screen.getByRole('button'))
    await app.advance(100)
    const code = within(screen.getByRole('alert')).getByText('20261128b1c2', { selector: 'code' })
    expect(code.parentElement).toHaveClass('video-task-request-id')
  })

  it('show how far the upload of a create is', () => {
    const progress = { loaded: 1, total: 4 }
    renderForm({
      defaultValues: { prompt },
      create: { mutate: () => {}, isPending: true, error: null },
      upload: { progress, cancel: () => {}, requestOptions: () => ({}) },
    })
    expect(screen.getByRole('button', { name: 'Cancel upload' })).toHaveClass('video-task-action')
    const bar = screen.getByRole('progressbar', { name: 'Uploading' })
    expect(bar).toHaveClass('video-task-upload')
    expect(bar).toHaveAttribute('max', '4')
    expect(screen.getByText('25%')).toHaveClass('video-task-note')
  })

  it('show no upload once the create has ended', () => {
    renderForm({
      create: { mutate: () => {}, isPending: false, error: null },
      upload: { progress: { loaded: 4, total: 4 }, cancel: () => {}, requestOptions: () => ({}) },
    })
    expect(screen.queryByRole('progressbar')).toBeNull()
    expect(screen.getAllByRole('button')).toHaveLength(1)
  })
})
