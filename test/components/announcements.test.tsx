import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { VideoTaskCard, VideoTaskPlayer, VideoTaskProgress } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

/** Renders several components on one task and records what their live regions announce, in order. */
async function recordAnnouncements(first: object) {
  const app = createTestApp()
  let answer: object = { id: 'a', ...first }
  app.answer = () => Response.json(answer)
  const { container } = render(
    <>
      <VideoTaskCard taskId="a" title="Fox" />
      <VideoTaskProgress taskId="a" />
      <VideoTaskPlayer taskId="a" />
    </>,
    { wrapper: app.wrapper },
  )
  const announced: string[] = []
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target instanceof Element && target.closest('[role=status]'))
        announced.push(target.textContent ?? '')
    }
  })
  observer.observe(container, { childList: true, characterData: true, subtree: true })
  await app.advance(100)
  return {
    announced,
    respondWith: async (next: object) => {
      answer = { id: 'a', ...next }
      await app.advance(20_000)
    },
  }
}

it('announces the start, 25, 50 and 75 % and the end once each, however many components watch the task', async () => {
  const { announced, respondWith } = await recordAnnouncements({ status: 'queued' })
  expect(announced).toEqual([])
  for (const progress of [5, 10, 26, 30, 44, 52, 60, 78, 99])
    await respondWith({ status: 'in_progress', progress })
  await respondWith({ status: 'completed', video_url: 'https://cdn.example.com/v.mp4' })
  expect(announced).toEqual([
    'Fox: rendering has started.',
    'Fox: 25%.',
    'Fox: 50%.',
    'Fox: 75%.',
    'Fox: the video is ready.',
  ])
})

it('announces a failure', async () => {
  const { announced, respondWith } = await recordAnnouncements({ status: 'in_progress', progress: 10 })
  await respondWith({ status: 'failed' })
  expect(announced).toEqual(['Fox: the video could not be made.'])
})

it('announces no milestone passed before the page opened, and only the last of several passed at once', async () => {
  const { announced, respondWith } = await recordAnnouncements({ status: 'in_progress', progress: 30 })
  expect(announced).toEqual([])
  await respondWith({ status: 'in_progress', progress: 80 })
  expect(announced).toEqual(['Fox: 75%.'])
  const done = await recordAnnouncements({ status: 'completed', video_url: 'https://cdn.example.com/v.mp4' })
  expect(done.announced).toEqual([])
})
