import { act, fireEvent, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useVideoReferences, type UseVideoReferencesOptions, type VideoReferences } from 'react-video-task'
import { VideoTaskReferences } from 'react-video-task/components'
import { picture } from '../support/pictures.js'

/** The list of an app, with pictures that the app adds itself. */
async function renderList(options: UseVideoReferencesOptions, ...files: File[]) {
  let references: VideoReferences | undefined
  function Page() {
    references = useVideoReferences(options)
    return <VideoTaskReferences references={references} modelName={options.model} />
  }
  const { rerender } = render(<Page />)
  const add = (...more: File[]) => act(async () => references?.add(more))
  await add(...files)
  return { add, rerender: () => rerender(<Page />), input: screen.getByLabelText('Add images') }
}

const button = (name: RegExp) => screen.getByRole('button', { name })

it('is moved by a removal once, and stays where it goes from there', async () => {
  const { rerender, input } = await renderList({ model: 'veo3-fast' }, picture('a.png'), picture('b.png'))
  fireEvent.click(button(/Remove .a\.png/))
  expect(document.activeElement).toBe(button(/Remove .b\.png/))
  act(() => input.focus())
  rerender()
  expect(document.activeElement).toBe(input)
})

it('is moved by a choice of files that fills the list, and not by what the app adds after one that did not', async () => {
  const { add, input } = await renderList({ model: 'veo3-fast' })
  fireEvent.change(input, { target: { files: [picture('a.png')] } })
  await screen.findByAltText('a.png')
  expect(document.activeElement).toBe(document.body)
  await add(picture('b.png'))
  expect(screen.getByText('2 of 2')).toBeTruthy()
  expect(document.activeElement).toBe(document.body)
  fireEvent.click(button(/Remove .b\.png/))
  act(() => input.focus())
  fireEvent.change(input, { target: { files: [picture('c.png')] } })
  await screen.findByAltText('c.png')
  expect(document.activeElement).toBe(button(/Remove .c\.png/))
})
