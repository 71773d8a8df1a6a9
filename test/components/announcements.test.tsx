import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { VideoTaskCard, VideoTaskPlayer, VideoTaskProgress } from 'react-video-task/components'
import { watchWorld } from '../hooks/support/watchWorld.js'

/** Several components on one task; what a screen reader hears of all of them, in its order. */
async function listen(first: object) {
  const world = watchWorld()
  let answer: object = { id: 'a', ...first }
  world.answer = () => Response.json(answer)
  const { container } = render(
    <>
      <VideoTaskCard taskId="a" title="Fox" />
      <VideoTaskProgress taskId="a" />
      <VideoTaskPlayer taskId="a" />
    </>,
    { wrapper: world.wrapper },
  )
  const heard: string[] = []
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target instanceof Element && target.closest('[role=status]')) heard.push(target.textContent ?? '')
    }
  })
  observer.observe(container, { childList: true, characterData: true, subtree: true })
  await world.pass(100)
  return {
    heard,
    say: async (next: object) => {
      answer = { id: 'a', ...next }
      await world.pass(20_000)
    },
  }
}

it('speaks the start, 25, 50 and 75 % and the end, each once, however many components watch', async () => {
  const { heard, say } = await listen({ status: 'queued' })
  expect(heard).toEqual([])
  for (const progress of [5, 10, 26, 30, 44, 52, 60, 78, 99]) await say({ status: 'in_progress', progress })
  await say({ status: 'completed' })
  expect(heard).toEqual([
    'Fox: rendering has started.',
    'Fox: 25%.',
    'Fox: 50%.',
    'Fox: 75%.',
    'Fox: the video is ready.',
  ])
})

it('speaks of a failure', async () => {
  const { heard, say } = await listen({ status: 'in_progress', progress: 10 })
  await say({ status: 'failed' })
  expect(heard).toEqual(['Fox: the video could not be made.'])
})

it('is silent about what was so when the page came, and speaks only the last of several passed at once', async () => {
  const { heard, say } = await listen({ status: 'in_progress', progress: 30 })
  expect(heard).toEqual([])
  await say({ status: 'in_progress', progress: 80 })
  expect(heard).toEqual(['Fox: 75%.'])
  const done = await listen({ status: 'completed' })
  expect(done.heard).toEqual([])
})
