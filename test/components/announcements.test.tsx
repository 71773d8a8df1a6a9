import { render } from '@testing-library/react'
import { createPortal } from 'react-dom'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { VideoTaskCard, VideoTaskList, VideoTaskPlayer, VideoTaskProgress } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

/** Records what the live regions of a document or shadow root announce, in order. */
function record(root: Document | ShadowRoot) {
  const announced: string[] = []
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) {
      const region = target instanceof Element ? target.closest('[role=status]') : null
      if (region?.textContent) announced.push(region.textContent)
    }
  })
  observer.observe(root, { childList: true, characterData: true, subtree: true })
  onTestFinished(() => observer.disconnect())
  return announced
}

const regions = (root: ParentNode = document) => root.querySelectorAll('[role=status]')

/** Lets time pass, in ms, second by second: React 18 renders nothing before a call of `act` ends. */
async function pass({ advance }: Pick<ReturnType<typeof createTestApp>, 'advance'>, ms: number) {
  for (let left = ms; left > 0; left -= 1_000) await advance(Math.min(left, 1_000))
}

beforeEach(async () => {
  // What a test before left unsaid, which its clock took along, is announced to a page of nothing.
  const app = createTestApp()
  const { unmount } = render(<VideoTaskProgress taskId={null} />, { wrapper: app.wrapper })
  await pass(app, 7_000)
  unmount()
  await pass(app, 7_000)
})

/** Renders cards on tasks whose answers the test sets, and several components on the first of them. */
async function recordAnnouncements(...first: object[]) {
  const app = createTestApp()
  const answers = new Map(first.map((fields, index) => [`task_${index}`, { id: `task_${index}`, ...fields }]))
  const answer = (request: Request) =>
    Response.json(answers.get(new URL(request.url).pathname.split('/')[3] ?? ''))
  app.answer = answer
  const announced = record(document)
  const { unmount } = render(
    <>
      {[...answers.keys()].map((id, index) => (
        <VideoTaskCard key={id} taskId={id} title={['Fox', 'Lake', 'Owl'][index]} />
      ))}
      <VideoTaskCard taskId="task_0" title="Fox" />
      <VideoTaskProgress taskId="task_0" />
      <VideoTaskPlayer taskId="task_0" />
    </>,
    { wrapper: app.wrapper },
  )
  await pass(app, 2_000)
  return {
    app,
    announced,
    unmount,
    respondWith: async (...next: object[]) => {
      app.answer = answer
      next.forEach((fields, index) => answers.set(`task_${index}`, { id: `task_${index}`, ...fields }))
      await pass(app, 70_000)
    },
    failPolls: async (ms: number) => {
      app.answer = () => new Response('', { status: 503 })
      await pass(app, ms)
    },
  }
}

const running = { status: 'in_progress', progress: 41 }
const completed = { status: 'completed', video_url: 'https://cdn.example.com/v.mp4' }

it('announces the start, 25, 50 and 75 % and the end once each, however many components watch the task', async () => {
  const { announced, respondWith } = await recordAnnouncements({ status: 'queued' })
  expect(announced).toEqual([])
  for (const progress of [5, 10, 26, 30, 44, 52, 60, 78, 99])
    await respondWith({ status: 'in_progress', progress })
  await respondWith(completed)
  expect(announced).toEqual([
    'Fox: started.',
    'Fox: 25% done.',
    'Fox: 50% done.',
    'Fox: 75% done.',
    'Fox is ready.',
  ])
})

it('announces a failure', async () => {
  const { announced, respondWith } = await recordAnnouncements(running)
  await respondWith({ status: 'failed' })
  expect(announced).toEqual(['Fox could not be made.'])
})

it('announces no milestone passed before the page opened, and only the last of several passed at once', async () => {
  const { announced, respondWith } = await recordAnnouncements({ status: 'in_progress', progress: 30 })
  expect(announced).toEqual([])
  await respondWith({ status: 'in_progress', progress: 80 })
  expect(announced).toEqual(['Fox: 75% done.'])
  const done = await recordAnnouncements(completed)
  expect(done.announced).toEqual([])
})

it('announces a lost connection after ten seconds, and once that it is back', async () => {
  const { announced, respondWith, failPolls } = await recordAnnouncements(running)
  await failPolls(9_000)
  expect(announced).toEqual([])
  await failPolls(120_000)
  expect(announced).toEqual(['Fox: connection lost, trying again.'])
  await respondWith(running)
  expect(announced).toEqual(['Fox: connection lost, trying again.', 'Fox: back online.'])
})

it('announces no outage shorter than ten seconds, and only the end when the outage ends with it', async () => {
  const { announced, respondWith, failPolls } = await recordAnnouncements(running)
  await failPolls(8_000)
  await respondWith(running)
  expect(announced).toEqual([])
  await failPolls(30_000)
  await respondWith(completed)
  expect(announced).toEqual(['Fox: connection lost, trying again.', 'Fox is ready.'])
})

it('announces a stall with the percentage', async () => {
  const { announced, app } = await recordAnnouncements(running)
  await pass(app, 1_900_000)
  expect(announced).toEqual(['Fox: stuck at 41%.'])
})

it('joins what comes within a second in one sentence', async () => {
  const { announced, respondWith } = await recordAnnouncements(running, running, running)
  expect(regions()).toHaveLength(1)
  await respondWith(completed, completed, { status: 'failed' })
  expect(announced).toEqual(['Fox and Lake are ready. Owl could not be made.'])
})

it('removes the announcement after a while, and the region with the last component', async () => {
  const { announced, app, respondWith, unmount } = await recordAnnouncements(running)
  await respondWith(completed)
  expect(announced).toEqual(['Fox is ready.'])
  expect(regions()[0]?.textContent).toBe('')
  unmount()
  await pass(app, 10_000)
  expect(regions()).toHaveLength(0)
})

it('announces inside an open dialog, which hides the rest of the page', async () => {
  const { announced, respondWith } = await recordAnnouncements(running)
  const dialog = document.body.appendChild(document.createElement('dialog'))
  onTestFinished(() => dialog.remove())
  dialog.setAttribute('open', '')
  await respondWith(completed)
  expect(announced).toEqual(['Fox is ready.'])
  expect(dialog.contains(regions()[0] ?? null)).toBe(true)
})

it('has a region of its own in a shadow root and in an iframe', async () => {
  const app = createTestApp()
  app.answer = () => Response.json({ id: 'a', ...running })
  const shadow = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' })
  const frame = document.body.appendChild(document.createElement('iframe'))
  const iframe = frame.contentDocument
  if (!iframe) throw new Error('The iframe has no document.')
  const cards = [shadow, iframe.body].map((home, index) =>
    createPortal(<VideoTaskCard taskId="a" title={`Video ${index}`} />, home, `${index}`),
  )
  const { unmount } = render(<>{cards}</>, { wrapper: app.wrapper })
  await pass(app, 1_000)
  expect([regions().length, regions(shadow).length, regions(iframe).length]).toEqual([0, 1, 1])
  unmount()
  frame.remove()
  shadow.host.remove()
})

it('announces entries of a list that are not mounted, once each and joined with the others', async () => {
  const view = document.defaultView ?? window
  class NeverNear {
    observe() {}
    disconnect() {}
  }
  Object.assign(view, { IntersectionObserver: NeverNear })
  onTestFinished(() => void Reflect.deleteProperty(view, 'IntersectionObserver'))
  const app = createTestApp()
  let fields: object = { status: 'queued' }
  app.answer = (request) => {
    const id = new URL(request.url).pathname.split('/')[3] ?? ''
    return Response.json({ id, prompt: `Prompt ${id}`, ...fields })
  }
  const announced = record(document)
  const ids = Array.from({ length: 8 }, (_, index) => `${index}`)
  const titled = (id: string) => (Number(id) < 7 ? { title: `Video ${id}` } : undefined)
  const { container, unmount } = render(<VideoTaskList taskIds={ids} details={titled} />, {
    wrapper: app.wrapper,
  })
  await pass(app, 10_000)
  expect(container.querySelectorAll('article')).toHaveLength(6)
  expect(announced).toEqual([])
  fields = running
  await pass(app, 70_000)
  fields = { status: 'failed' }
  await pass(app, 70_000)
  const said = announced.join(' ')
  for (const title of ['Video 0', 'Video 5', 'Video 6', 'Prompt 7']) expect(said.split(title)).toHaveLength(3)
  expect(said).not.toContain('Prompt 6')
  expect(announced.length).toBeLessThan(8)
  unmount()
})
