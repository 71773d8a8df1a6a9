import '@testing-library/jest-dom/vitest'
import { createEvent, fireEvent, render, screen } from '@testing-library/react'
import { type ComponentProps, createRef } from 'react'
import { expect, it } from 'vitest'
import { VideoTaskForm } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

const prompt = 'A fox in the snow'

function renderForm(props: ComponentProps<typeof VideoTaskForm>) {
  const app = createTestApp()
  const view = render(<VideoTaskForm {...props} />, { wrapper: app.wrapper })
  return { ...app, ...view }
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label)
const errorOf = (label: string) => {
  const [id = ''] = field(label).getAttribute('aria-describedby')?.split(' ') ?? []
  return document.getElementById(id)?.textContent
}
const optionsOf = (label: string) =>
  [...field(label).querySelectorAll('option')].map(({ value, textContent, parentElement }) => [
    value,
    // Without the marks around a text that runs from left to right.
    textContent.replace(/[\u2066-\u2069]/g, ''),
    parentElement?.getAttribute('label') ?? '',
  ])

it.each([
  ['one model', ['sora-2'], 'sora-2', ['sora-2']],
  [
    'the models of the app and the chosen one',
    ['sora-2', 'wan2.6'],
    'veo3-fast',
    ['sora-2', 'wan2.6', 'veo3-fast'],
  ],
  ['a chosen model once', ['sora-2', 'wan2.6'], 'wan2.6', ['sora-2', 'wan2.6']],
  ['no model that is not chosen', ['sora-2', 'wan2.6'], '', ['sora-2', 'wan2.6']],
])('offers %s', (_, models, model, offered) => {
  renderForm({ models, defaultValues: { model, prompt } })
  const values = optionsOf('Model').map(([value]) => value)
  expect(values.filter(Boolean)).toEqual(offered)
})

it('offers sizes in pixels and ratios, each in a group of its own where a model has both', () => {
  renderForm({
    models: ['sora-2', 'veo3-fast', 'doubao-seedance-2-0'],
    defaultValues: { model: 'sora-2', prompt },
  })
  expect(optionsOf('Frame size')).toEqual([
    ['1280x720', '1280 × 720', ''],
    ['720x1280', '720 × 1280', ''],
  ])
  fireEvent.change(field('Model'), { target: { value: 'veo3-fast' } })
  expect(optionsOf('Frame size')).toEqual([
    ['16x9', '16:9', ''],
    ['9x16', '9:16', ''],
  ])
  fireEvent.change(field('Model'), { target: { value: 'doubao-seedance-2-0' } })
  const options = optionsOf('Frame size')
  expect(options).toContainEqual(['16:9', '16:9', 'Aspect ratio'])
  expect(options).toContainEqual(['1280x720', '1280 × 720', 'Frame size'])
})

it.each([
  ['59', '59s'],
  ['60', '60'],
  ['7.5', '7.5'],
])('names a length of %s that a model does not offer as %s', (seconds, text) => {
  renderForm({ defaultValues: { model: 'sora-2', prompt, seconds } })
  expect(errorOf('Length')).toBe(`sora-2 does not offer ${text}. Choose another value.`)
})

it('shows a setting with one value, and one that is not sent, as text that cannot be changed', () => {
  renderForm({ defaultValues: { model: 'veo3-fast', prompt, resolution: '720p' } })
  expect(field('Length')).toHaveAttribute('readonly')
  expect(field('Length').value).toBe('8s')
  expect(field('Resolution')).toHaveAttribute('readonly')
  expect(field('Resolution').value).toBe('720p')
})

it('takes a prompt of exactly the longest length', () => {
  renderForm({ defaultValues: { prompt: 'x'.repeat(10) }, maxPromptLength: 10 })
  expect(errorOf('Prompt')).toBe('')
  expect(field('Prompt').validity.valid).toBe(true)
})

it('says that each of two videos is being made for as long', async () => {
  const { advance } = renderForm({ defaultValues: { prompt } })
  const status = screen.getByRole('status')
  fireEvent.click(screen.getByRole('button'))
  await advance(5_000)
  fireEvent.click(screen.getByRole('button'))
  // React 18 renders what a create answers at the end of an advance.
  await advance(100)
  await advance(2_900)
  expect(status).toHaveTextContent('The video is being made.')
  await advance(4_000)
  expect(status).toBeEmptyDOMElement()
})

it('passes its element to the app, and has no submit of the browser', async () => {
  const ref = createRef<HTMLFormElement>()
  const { advance, emulator, unmount } = renderForm({ ref, defaultValues: { prompt } })
  const form = screen.getByRole('form')
  expect(ref.current).toBe(form)
  const event = createEvent.submit(form)
  fireEvent(form, event)
  expect(event.defaultPrevented).toBe(true)
  await advance(100)
  expect(emulator.tasks).toHaveLength(1)
  unmount()
  expect(ref.current).toBeNull()
})
