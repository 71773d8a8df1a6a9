import { act, render, screen } from '@testing-library/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import { videoTaskKeys } from 'react-video-task'
import { VideoTaskDevtools } from 'react-video-task/devtools'
// Private: the names that the styles have for the parts.
import { CSS } from '../../src/devtools/styles.js'
import { createDevtoolsApp } from './support/createDevtoolsApp.js'

/** Starts an app at 03:04:05 of this machine, whose API answers with the task that `answer` returns. */
async function openPanel(
  answer: (id: string) => object,
  { scope, ...panel }: { theme?: 'dark'; emulator?: boolean; scope?: string } = {},
) {
  vi.useFakeTimers({ now: new Date(2026, 0, 2, 3, 4, 5) })
  const app = await createDevtoolsApp({
    provider: { pollInterval: 4_000, scope },
    panel,
    fetch: async (input) => {
      const id = String(input).split('/').at(-1) ?? ''
      const task = answer(id)
      return task instanceof Response ? task : Response.json({ id, object: 'video', ...task })
    },
  })
  const panelElement = screen.getByRole('region', { name: 'Video task devtools' })
  const part = (name: string) => panelElement.querySelector<HTMLElement>(`[data-part=${name}]`)
  const parts = (name: string) => [...panelElement.querySelectorAll<HTMLElement>(`[data-part=${name}]`)]
  const facts = (label: string) =>
    Object.fromEntries(
      [...panelElement.querySelectorAll(`[aria-label=${label}] > div`)].map((fact) => [
        `${fact.querySelector('dt')?.textContent}${fact.hasAttribute('data-active') ? '!' : ''}`,
        fact.querySelector('dd')?.textContent,
      ]),
    )
  return { ...app, panelElement, part, parts, facts }
}

const createdAt = new Date(2026, 0, 2, 3, 3, 0).getTime() / 1_000

const running = { status: 'in_progress', progress: 40, model: 'wan2.6', created_at: createdAt }

it('shows a running task with its facts, its polls and its next one', async () => {
  const { watch, advance, part, parts, facts, inPanel } = await openPanel(() => running, {
    scope: 'me',
    theme: 'dark',
  })
  watch('task_a', 'task_b')
  await advance(6_500)
  expect(parts('task').map(({ children }) => [...children].map(({ textContent }) => textContent))).toEqual(
    ['task_b', 'task_a'].map((id) => [
      id,
      'in_progress 40 %',
      'wan2.6, created 1 min 11 s ago',
      '1 observer',
      'next in 2 s: the app has set the interval',
    ]),
  )
  expect(parts('task').map((row) => row.getAttribute('aria-current'))).toEqual(['true', null])
  expect(part('title')?.textContent).toBe('task_bin_progress 40 %Poll nowStopForget')
  expect(inPanel.getByRole('button', { name: 'Stop' })).toHaveProperty('disabled', false)
  // In a form of the page, no button submits it.
  expect(new Set(inPanel.getAllByRole<HTMLButtonElement>('button').map(({ type }) => type))).toEqual(
    new Set(['button']),
  )
  expect(part('decision')?.textContent).toBe('Next poll in 2 s because the app has set the interval')
  expect(part('decision')?.hasAttribute('data-ended')).toBe(false)
  expect(facts('Page')).toEqual({
    Requests: '0 in flight, 0 waiting',
    Key: 'no limit',
    Batches: 'none',
    Tabs: 'not shared',
    Page: 'visible, online',
  })
  expect(facts('Task')).toEqual({
    Model: 'wan2.6',
    Created: '03:03:00, 1 min 11 s ago',
    'Last change': '6 s ago',
    'Watched by': '1 observer',
    Scope: 'me',
  })
  expect(part('track')?.getAttribute('aria-label')).toBe('2 polls in 6.5 s, the next one in 2 s')
  expect(part('elapsed')?.style.inlineSize).toMatch(/^80\.7\d*%$/)
  expect(
    parts('tick').map(({ style, dataset }) => [dataset.outcome, style.insetInlineStart.slice(0, 4)]),
  ).toEqual([
    ['changed', '0%'],
    ['unchanged', '50.3'],
    ['due', '100%'],
  ])
  expect([...(part('scale')?.children ?? [])].map(({ textContent }) => textContent)).toEqual([
    '03:04:05',
    'due 03:04:13',
  ])
  // The track says it in words.
  expect(part('scale')?.getAttribute('aria-hidden')).toBe('true')
  expect(part('polls')?.outerHTML).toContain('reversed="" start="2"')
  expect([...(part('polls')?.children ?? [])].map(({ textContent }) => textContent)).toEqual([
    '03:04:090 msUnchanged: in_progress 40 %Why then Due after 4 s: the app has set the intervalNext In 4 s: the app has set the interval',
    '03:04:0550 msin_progress 40 %Why then A component began to watchNext In 4 s: the app has set the interval',
  ])
  expect([...(part('polls')?.children ?? [])].map((poll) => poll.getAttribute('data-outcome'))).toEqual([
    'unchanged',
    'changed',
  ])
  expect(part('columns')?.querySelectorAll('h4').length).toBe(2)
  expect(part('empty')?.textContent).toMatch(/^None\. Listeners get an event/)
})

it('has each part that its styles name, one in the floating panel and one in an embedded one', async () => {
  const { watch, advance, press, panelElement } = await openPanel(() => running, { emulator: true })
  const named = () =>
    new Set([...document.querySelectorAll('[data-part]')].map((element) => element.getAttribute('data-part')))
  const seen = named()
  watch('task_a')
  await advance(6_500)
  named().forEach((name) => seen.add(name))
  expect(panelElement.querySelector('[data-part=header] h2')?.textContent).toBe('Video tasks')
  await press('Forget')
  const { rerender } = render(
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskDevtools />
    </QueryClientProvider>,
  )
  await act(() => vi.dynamicImportSettled())
  named().forEach((name) => seen.add(name))
  rerender(
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskDevtools isOpen />
    </QueryClientProvider>,
  )
  named().forEach((name) => seen.add(name))
  const styled = new Set([...CSS.matchAll(/\[data-part=['"]?(\w+)/g)].map(([, name]) => name ?? ''))
  expect([...styled].filter((name) => !seen.has(name))).toEqual([])
  expect(seen).not.toContain('')
})

it('says what a task without an answer waits for, and that nothing watches it', async () => {
  let answer: () => object = () => new Response('{}', { status: 503 })
  const { watch, advance, part, facts, inPanel, unmount } = await openPanel(() => answer())
  expect(inPanel.getByRole('status').textContent).toBe('0 tasks')
  expect(part('empty')?.textContent).toMatch(/^No task is watched yet\. A task is here/)
  expect(part('details')).toBeNull()
  watch('task_a')
  await advance(9_000)
  expect(inPanel.getByRole('status').textContent).toBe('1 task')
  expect(part('task')?.dataset.state).toBe('unreachable')
  expect(part('task')?.querySelectorAll('[data-part=note]')[0]?.textContent).toBe('')
  expect(facts('Task')).toEqual({
    Model: 'not named',
    'Watched by': '1 observer',
    'Last error!': expect.stringContaining('503'),
  })
  expect(part('json')?.textContent).toBe('Task as JSONNo answer yet.')
  expect(inPanel.getByRole('button', { name: 'Stop' })).toHaveProperty('disabled', true)
  answer = () => running
  await advance(40_000)
  expect(facts('Task')['Last error!']).toBeUndefined()
  watch()
  await advance(500)
  expect(part('next')?.textContent).toBe('not polled')
  expect(part('decision')?.textContent).toBe('No further poll because nothing watches the task')
  expect(part('decision')?.dataset.ended).toBe('')
  expect(facts('Task')['Watched by']).toBe('0 observers')
  unmount()
})

it('a selected task stays selected, and the first one is shown once it is gone', async () => {
  const { watch, advance, select, parts, part, press } = await openPanel((id) =>
    id === 'task_a' ? { ...running, status: 'queued', progress: 0 } : running,
  )
  watch('task_a', 'task_b')
  await advance(500)
  select('task_a')
  expect(parts('task').map((row) => row.getAttribute('aria-current'))).toEqual([null, 'true'])
  expect(part('title')?.querySelector('[data-part=badge]')?.textContent).toBe('queued')
  watch('task_b')
  await press('Forget')
  await advance(100)
  expect(part('title')?.textContent).toContain('task_b')
})

it('shows where the video of a completed task comes from, and whether it plays', async () => {
  const completed = { ...running, status: 'completed', progress: 100 }
  let fields: object = { video_url: 'https://cdn.example/v.mp4?sig=abc' }
  const { watch, advance, facts, part, parts, queryClient, press } = await openPanel(() => ({
    ...completed,
    ...fields,
  }))
  watch('task_a')
  await advance(1_000)
  expect(facts('Video')).toEqual({
    URL: 'https://cdn.example/v.mp4?sig=•••',
    Expires: 'not known',
    'Content route': 'http://api.test/v1/videos/task_a/content',
  })
  expect(part('decision')?.textContent).toBe('No further poll because the task is completed')
  expect(part('decision')?.dataset.ended).toBe('')
  expect(part('next')?.textContent).toBe('the task is completed')
  expect(parts('tick').map(({ dataset }) => dataset.outcome)).toEqual(['changed'])
  expect(part('elapsed')).toBeNull()
  expect(part('scale')?.textContent).toBe('03:04:0503:04:05')
  expect(part('track')?.getAttribute('aria-label')).toMatch(/^1 poll in \d+ (ms|s)$/)
  const since = new Date(2026, 0, 2, 3, 4, 0).getTime()
  const write = async (next: object, observed = {}) => {
    queryClient.setQueryData(videoTaskKeys.detail('task_a'), (task: { observed: object }) => ({
      ...task,
      video_url: undefined,
      ...next,
      observed: { ...task.observed, ...observed },
    }))
    await advance(600)
    return facts('Video')
  }
  expect(await write({ video_data: 'data:video/mp4;base64,AAAA' })).toMatchObject({
    URL: 'data:video/mp4;base64,… (26 characters)',
  })
  expect(await write({ video_data: undefined }, { expired: since })).toEqual({
    URL: 'none: the content route delivers it',
    'Content route': 'http://api.test/v1/videos/task_a/content',
    'Player!': 'no URL plays any more, since 03:04:00',
  })
  expect((await write({}, { unplayable: true }))['Player!']).toBe('cannot play this video, since 03:04:00')
  const expiresAt = new Date(2026, 0, 2, 3, 10, 0).getTime() / 1_000
  fields = { video_url: `https://cdn.example/v.mp4?Expires=${expiresAt}` }
  await press('Poll now')
  await advance(600)
  expect(facts('Video')).toMatchObject({ Expires: expect.stringMatching(/^at 03:10:00, in 5 min \d+ s$/) })
  await advance(expiresAt * 1_000 - Date.now())
  expect(facts('Video')).toMatchObject({ 'Expires!': 'expired at 03:10:00' })
})

it('has each event with its time', async () => {
  let status = 'in_progress'
  const { watch, advance, part } = await openPanel(() => ({
    ...running,
    status,
    video_url: 'https://cdn.example/v.mp4',
  }))
  watch('task_a')
  await advance(500)
  status = 'completed'
  await advance(5_000)
  expect(part('events')?.textContent).toBe(
    '03:04:09 onStatusChange, onCompleted, in_progress → completed, to 1 listener',
  )
})
