import { QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { createDurationStore, createVideoTaskRegistry, videoTaskOptions } from 'react-video-task'
import { createTestApp } from '../hooks/support/createTestApp.js'

const wan = { model: 'wan2.6' }

/** Watches a task of a user, and the stores that hear of its end. */
function watchTask(task: Parameters<ReturnType<typeof createTestApp>['emulator']['addTask']>[0]) {
  const { client, queryClient, emulator, advance } = createTestApp()
  const durations = createDurationStore({ storage: null })
  const registry = createVideoTaskRegistry({ storage: null })
  const { id } = emulator.addTask(task)
  for (const scope of ['ann', '']) registry.add(id, scope)
  const options = videoTaskOptions(client, id, { scope: 'ann', durations, registry, pollInterval: 1_000 })
  const stop = new QueryObserver(queryClient, options).subscribe(() => {})
  const isEnded = (scope?: string) => registry.list(scope)[0]?.ended !== undefined
  return { advance, durations, isEnded, stop }
}

it('the end of a task that was watched from the start is recorded, and how long it took', async () => {
  const { advance, durations, isEnded, stop } = watchTask(wan)
  await advance(10_000)
  expect([isEnded('ann'), durations.typical(wan)]).toEqual([false, undefined])
  await advance(20_000)
  expect([isEnded('ann'), durations.typical(wan)?.samples]).toEqual([true, 1])
  // The same id of another user.
  expect(isEnded()).toBe(false)
  stop()
})

it('the end that the first poll finds is recorded, and nothing of how long it took', async () => {
  const { advance, durations, isEnded, stop } = watchTask({ ...wan, state: { status: 'completed' } })
  await advance(1_000)
  expect([isEnded('ann'), durations.typical(wan)]).toEqual([true, undefined])
  stop()
})
