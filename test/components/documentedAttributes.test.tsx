import { readFileSync } from 'node:fs'
import { fireEvent, render } from '@testing-library/react'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type VideoTask, videoTaskKeys } from 'react-video-task'
import {
  VideoTaskActions,
  VideoTaskCard,
  VideoTaskCopyLink,
  VideoTaskDownload,
  VideoTaskErrorMessage,
  VideoTaskForm,
  VideoTaskList,
  VideoTaskPlayer,
  VideoTaskProgress,
  VideoTaskRefreshButton,
  VideoTaskRetryButton,
  VideoTaskRoot,
  VideoTaskStatus,
  VideoTaskSteps,
} from 'react-video-task/components'
import { englishMessages } from 'react-video-task/messages'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { renderAsInProduction } from '../support/renderAsInProduction.js'

const theming = readFileSync('docs/theming.md', 'utf8')

/** The rows of the attribute table in docs/theming.md: each name with its values, none for a boolean attribute. */
const documented = new Map(
  [...theming.matchAll(/^\| `(data-[a-z]+)` +\|[^|]*\|([^|]*)\|$/gm)].map(([, name = '', values = '']) => [
    name,
    [...values.matchAll(/`([a-z_]+)`/g)].map(([, value = '']) => value),
  ]),
)

const task = { object: 'video', progress: 0 } as const
const observed = { first_seen: 0, highest_progress: 0, last_change: 0, watched_from: 0 }
const tasks: Record<string, VideoTask> = {
  queued: { ...task, id: 'queued', status: 'queued' },
  in_progress: { ...task, id: 'in_progress', status: 'in_progress', progress: 40 },
  completed: { ...task, id: 'completed', status: 'completed', progress: 100, video_url: '/a.mp4' },
  stalled: { ...task, id: 'stalled', status: 'in_progress', observed: { ...observed, stalled: 1 } },
  expired: {
    ...task,
    id: 'expired',
    status: 'completed',
    progress: 100,
    observed: { ...observed, expired: 1, unplayable: false },
  },
  unplayable: {
    ...task,
    id: 'unplayable',
    status: 'completed',
    video_url: 'https://cdn.example.com/v.mp4',
    observed: { ...observed, expired: 1, unplayable: true },
  },
  deleted: { ...task, id: 'deleted', status: 'in_progress', observed: { ...observed, deleted: 1 } },
  failed: { ...task, id: 'failed', status: 'failed' },
  error: { ...task, id: 'error', status: 'error' },
}

/** The parts that docs/composition.md says are not shown in all states. */
const parts = {
  VideoTaskErrorMessage: <VideoTaskErrorMessage className="VideoTaskErrorMessage" />,
  VideoTaskRefreshButton: <VideoTaskRefreshButton className="VideoTaskRefreshButton" />,
  VideoTaskRetryButton: <VideoTaskRetryButton className="VideoTaskRetryButton" onRetry={() => {}} />,
  VideoTaskCopyLink: <VideoTaskCopyLink className="VideoTaskCopyLink" />,
  VideoTaskDownload: <VideoTaskDownload className="VideoTaskDownload" />,
}

it.each(Object.keys(parts))('documents the states in which %s is shown', async (part) => {
  const composition = readFileSync('docs/composition.md', 'utf8')
  const [, states = ''] = new RegExp(`^\\| .${part}. +\\|[^|]*\\|([^|]*)\\|$`, 'm').exec(composition) ?? []
  const app = createTestApp()
  for (const [id, data] of Object.entries(tasks)) app.queryClient.setQueryData(videoTaskKeys.detail(id), data)
  app.answer = ({ url }) => {
    const known = tasks[url.split('/').at(-1) ?? '']
    return known ? Response.json(known) : new Response('', { status: 503 })
  }
  const ids = [null, 'unreachable', ...Object.keys(tasks)]
  const roots = ids.map((id) => (
    <VideoTaskRoot key={id} taskId={id}>
      {Object.values(parts).map((element, index) => (
        <div key={index}>{element}</div>
      ))}
    </VideoTaskRoot>
  ))
  const { container } = render(roots, { wrapper: app.wrapper })
  await app.advance(10_000)
  const shown = [...container.querySelectorAll(`.${part}`)].map((element) =>
    element.parentElement?.closest('[data-status]')?.getAttribute('data-status'),
  )
  expect(new Set(shown)).toEqual(new Set(states.trim().split(', ')))
})

/** Renders every component on a task in each state, and returns the attributes and style properties of all elements. */
async function renderEveryState() {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe() {}
      disconnect() {}
    },
  )
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async () => {} } })
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'clipboard'))
  const app = createTestApp()
  for (const [id, data] of Object.entries(tasks)) app.queryClient.setQueryData(videoTaskKeys.detail(id), data)
  app.answer = ({ url }) => {
    const id = url.split('/').at(-1) ?? ''
    if (id === 'loading') return new Promise<Response>(() => {})
    return tasks[id] ? Response.json(tasks[id]) : new Response('', { status: id === 'refused' ? 401 : 503 })
  }
  const ids = [null, 'loading', 'unreachable', 'refused', ...Object.keys(tasks)]
  const { container } = render(
    ids.map((id) => (
      <div key={id}>
        <VideoTaskCard taskId={id} onRetry={() => {}} onDelete={() => {}} />
        <VideoTaskCard taskId={id} variant="compact" />
        <VideoTaskRoot taskId={id}>
          <VideoTaskStatus />
          <VideoTaskSteps />
          <VideoTaskProgress variant="ring" />
          <VideoTaskErrorMessage />
          <VideoTaskPlayer />
          <VideoTaskActions>
            <VideoTaskCopyLink className="copy" />
            <VideoTaskDownload method="page" />
          </VideoTaskActions>
        </VideoTaskRoot>
        {id !== null && <VideoTaskList taskIds={[id]} />}
        {id === null && <VideoTaskForm layout="composer" />}
      </div>
    )),
    { wrapper: app.wrapper },
  )
  await app.advance(10_000)
  for (const button of container.querySelectorAll('.copy')) fireEvent.click(button)
  await app.advance(100)
  return [...container.querySelectorAll<HTMLElement>('*')]
}

it('documents every data attribute and every value that the components render', async () => {
  renderAsInProduction()
  const rendered = (await renderEveryState()).flatMap(({ attributes }) =>
    [...attributes].filter(({ name }) => name.startsWith('data-')),
  )
  expect(new Set(rendered.map(({ name }) => name))).toEqual(new Set(documented.keys()))
  for (const { name, value } of rendered) {
    if (value !== '') expect(documented.get(name)).toContain(value)
  }
  const states = rendered.filter(({ name }) => name === 'data-status').map(({ value }) => value)
  expect(new Set(states)).toEqual(new Set(documented.get('data-status')))
  const { refused, notLoading, ...words } = englishMessages.state
  expect(refused).not.toBe(words.unreachable)
  expect(notLoading).not.toBe(words.expired)
  expect(new Set(states)).toEqual(new Set(Object.keys(words)))
})

it('documents every custom property that the stylesheet reads and the components set', async () => {
  const set = (await renderEveryState()).flatMap(({ style }) =>
    Array.from({ length: style.length }, (_, index) => style.item(index)).filter((name) =>
      name.startsWith('--'),
    ),
  )
  const styles = [
    ...readFileSync('src/components/styles.css', 'utf8').matchAll(/var\((--video-task-[a-z-]+)/g),
  ].map(([, name]) => name)
  const properties = [...theming.matchAll(/`(--video-task-[a-z-]+)`/g)].map(([, name]) => name)
  expect(new Set(properties)).toEqual(new Set([...set, ...styles]))
})

/** Attributes that say something when they are empty: yes, or that a picture is decoration, or that there is no value. */
const EMPTY_BY_MEANING =
  /^(data-.*|hidden|disabled|required|multiple|controls|muted|autoplay|playsinline|alt|value)$/

it('renders no attribute that is empty and says nothing', async () => {
  const elements = await renderEveryState()
  for (const menu of document.querySelectorAll('[aria-haspopup=menu]')) fireEvent.click(menu)
  const empty = [...elements, ...document.querySelectorAll('.video-task-card *')].flatMap((element) =>
    [...element.attributes]
      .filter(({ name, value }) => value === '' && !EMPTY_BY_MEANING.test(name))
      .map(({ name }) => `${element.outerHTML.slice(0, 80)}: ${name}`),
  )
  expect([...new Set(empty)]).toEqual([])
})
