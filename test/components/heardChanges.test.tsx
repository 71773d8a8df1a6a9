import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import { type VideoTask, videoTaskKeys } from 'react-video-task'
import { VideoTaskCard, VideoTaskList } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

const running = { status: 'in_progress', progress: 41 }
const completed = { status: 'completed', video_url: 'https://cdn.example.com/v.mp4' }

const region = () => document.querySelector<HTMLElement>('[role=status]')

let app: ReturnType<typeof createTestApp>

/** Renders components on tasks that the API answers with these fields. */
async function listen(children: ReactNode, first: Record<string, object | Response>) {
  app = createTestApp()
  const answers = new Map(Object.entries(first))
  app.answer = ({ url }) => {
    const id = url.split('/').at(-1) ?? ''
    const answer = answers.get(id)
    return answer instanceof Response ? answer.clone() : Response.json({ id, ...answer })
  }
  render(children, { wrapper: app.wrapper })
  await app.advance(1_000)
  return {
    answer: (next: Record<string, object | Response>) =>
      Object.entries(next).forEach(([id, answer]) => answers.set(id, answer)),
    /** What the live region has said in so many seconds, and for how many of them. */
    hear: async (seconds: number) => {
      const heard: [text: string, seconds: number][] = []
      for (let second = 0; second < seconds; second++) {
        await app.advance(1_000)
        const text = region()?.textContent
        const last = heard.at(-1)
        if (text && last?.[0] === text) last[1] += 1
        else if (text) heard.push([text, 1])
      }
      return heard
    },
  }
}

const busy = (seconds: number) => new Response('', { status: 503, headers: { 'retry-after': `${seconds}` } })

it('says each of two announcements for five seconds, where the second comes as the first one ends', async () => {
  const cards = [
    <VideoTaskCard key="a" taskId="a" title="Fox" />,
    <VideoTaskCard key="b" taskId="b" title="Owl" />,
  ]
  const { answer, hear } = await listen(cards, { a: running, b: running })
  answer({ a: completed })
  for (let second = 0; second < 10 && !region()?.textContent; second++) await app.advance(1_000)
  answer({ b: completed })
  expect(await hear(20)).toEqual([
    ['Fox is ready.', 4],
    ['Owl is ready.', 5],
  ])
})

it('is there for screen readers alone', async () => {
  await listen(<VideoTaskCard taskId="a" />, { a: running })
  expect(region()?.className).toBe('video-task-announcer')
  expect(region()?.style).toMatchObject({
    position: 'fixed',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
  })
})

it('says once that a video is back, and nothing of a short outage after a long one', async () => {
  const { answer, hear } = await listen(<VideoTaskCard taskId="a" title="Fox" />, { a: running })
  answer({ a: busy(5) })
  expect(await hear(40)).toEqual([['Fox: connection lost, trying again.', 5]])
  answer({ a: running })
  expect(await hear(90)).toEqual([['Fox: back online.', 5]])
  answer({ a: { ...running, progress: 43 } })
  expect(await hear(20)).toEqual([])
  answer({ a: new Response('', { status: 503 }) })
  const status = () => document.querySelector('article')?.dataset['status']
  for (let second = 0; second < 10 && status() !== 'unreachable'; second++) await app.advance(1_000)
  expect(status()).toBe('unreachable')
  answer({ a: { ...running, progress: 44 } })
  expect(await hear(30)).toEqual([])
})

it('says nothing of a video that was deleted during an outage', async () => {
  const { answer, hear } = await listen(<VideoTaskCard taskId="a" title="Fox" />, { a: running })
  answer({ a: busy(5) })
  expect(await hear(40)).toHaveLength(1)
  app.queryClient.setQueryData<VideoTask>(videoTaskKeys.detail('a'), (task) =>
    task?.observed ? { ...task, observed: { ...task.observed, deleted: Date.now() } } : task,
  )
  expect(await hear(20)).toEqual([])
})

it('says nothing of what was so before the page opened', async () => {
  const stalled = {
    status: 'in_progress',
    observed: { first_seen: 0, highest_progress: 0, last_change: 0, watched_from: 0, stalled: 1 },
  }
  app = createTestApp()
  app.queryClient.setQueryData(videoTaskKeys.detail('a'), {
    id: 'a',
    object: 'video',
    progress: 0,
    ...stalled,
  })
  app.answer = () => Response.json({ id: 'a', status: 'in_progress' })
  const { container } = render(<VideoTaskCard taskId="a" title="Fox" />, { wrapper: app.wrapper })
  expect(container.querySelector('article')?.dataset['status']).toBe('stalled')
  for (let second = 0; second < 20; second++) {
    await app.advance(1_000)
    expect(region()?.textContent).toBe('')
  }
})

it('says what the card of a list calls its video', async () => {
  const list = (
    <VideoTaskList taskIds={['a']}>{(id) => <VideoTaskCard taskId={id} title="Fox" />}</VideoTaskList>
  )
  const { answer, hear } = await listen(list, { a: { ...running, prompt: 'A fox in the snow' } })
  answer({ a: completed })
  expect(await hear(20)).toEqual([['Fox is ready.', 5]])
})

it('says an outage of one video of a list after ten seconds, however late the next poll is', async () => {
  const list = <VideoTaskList taskIds={['a', 'b']}>{(id) => id}</VideoTaskList>
  const { answer, hear } = await listen(list, { a: { ...running, prompt: 'Fox' }, b: { status: 'failed' } })
  answer({ a: busy(60) })
  await hear(5)
  expect(await hear(20)).toEqual([['Fox: connection lost, trying again.', 5]])
})

it.each<[string, string | undefined, string]>([
  ['without a title by that', undefined, 'Untitled video'],
  ['by a title of 80 characters', 'F'.repeat(80), 'F'.repeat(80)],
  ['by the first 80 characters of a longer one', '🦊'.repeat(81), `${'🦊'.repeat(80)}…`],
])('calls a video %s', async (_, title, name) => {
  const { answer, hear } = await listen(<VideoTaskCard taskId="a" title={title} />, { a: running })
  answer({ a: completed })
  expect(await hear(20)).toEqual([[`${name} is ready.`, 5]])
})
