import { expect, it } from 'vitest'
import type { VideoTask } from 'react-video-task'
// Private: what a list reads of a thousand tasks, and passes on to what announces them.
import { createListWatches } from '../../src/components/list/listWatches.js'

const running: VideoTask = { id: 'a', object: 'video', status: 'in_progress', progress: 40, prompt: 'A fox' }
const resultOf = (data: VideoTask | undefined) => ({
  data,
  error: null,
  errorUpdateCount: 0,
  isLoading: data === undefined,
})

it('a list derives the watch of a task once, until its task changes', () => {
  const watchOf = createListWatches(undefined)
  const result = resultOf(running)
  const watch = watchOf(result, 'a')
  expect(watch).toMatchObject({ taskId: 'a', task: running, state: 'in_progress', title: 'A fox' })
  expect(watchOf(result, 'a')).toBe(watch)
  expect(watchOf(resultOf({ ...running, progress: 41 }), 'a')).not.toBe(watch)
})

it.each([
  ['its title of the app', 'Mine', 'Mine'],
  ['its prompt where the app has none', undefined, 'A fox'],
])('a list names a task by %s', (_, title, name) => {
  expect(createListWatches((id) => (id === 'a' ? { title } : undefined))(resultOf(running), 'a').title).toBe(
    name,
  )
  expect(createListWatches(() => undefined)(resultOf(undefined), 'a').title).toBeUndefined()
})

it.each([
  ['runs', running, true],
  ['is finished', { ...running, status: 'completed' as const }, false],
  ['is not known yet', undefined, true],
])('a list polls a task that %s: %j', (_, task, isPolling) => {
  expect(createListWatches(undefined)(resultOf(task), 'a').isPolling).toBe(isPolling)
})
