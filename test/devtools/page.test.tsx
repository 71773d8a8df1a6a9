import { act, fireEvent, within } from '@testing-library/react'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createVideoTaskRegistry, videoTaskKeys } from 'react-video-task'
import { createVideoTaskTabs } from 'react-video-task/tabs'
import { emulatorScenarios } from 'react-video-task/testing'
import { createTabbedApp } from '../query/tabs/support/createTabbedApp.js'
import { createDevtoolsApp } from './support/createDevtoolsApp.js'

it('a wait of the key is shown with its end and the answer that named it', async () => {
  let isLimited = false
  const app = await createDevtoolsApp({
    provider: { pollInterval: 2_000 },
    fetch: async (input) => {
      const id = String(input).split('/').at(-1)
      return isLimited
        ? Response.json(
            { error: { message: 'Slow down.' } },
            { status: 429, headers: { 'retry-after': '20' } },
          )
        : Response.json({ id, object: 'video', status: 'in_progress', progress: 40 })
    },
  })
  app.watch('task_a', 'task_b')
  await app.advance(500)
  expect(app.fact('Key')).toBe('no limit')
  isLimited = true
  await app.advance(3_000)
  expect(app.fact('Key')).toMatch(
    /^waits until \d\d:\d\d:\d\d, in (1\d|2\d) s: 429 for the poll of task_[ab] at \d\d:\d\d:\d\d$/,
  )
  isLimited = false
  await app.advance(32_000)
  expect(app.fact('Key')).toMatch(/^a request each 250 ms after a limit: 429 for the poll of task_/)
})

it('polls that wait for their turn are counted', async () => {
  const app = await createDevtoolsApp({
    provider: { maxConcurrentRequests: 2 },
    fetch: () => new Promise(() => undefined),
  })
  app.watch('task_a', 'task_b', 'task_c', 'task_d', 'task_e')
  await app.advance(500)
  expect(app.fact('Requests')).toBe('2 in flight, 3 waiting')
})

it('a batch is named at each poll that it answered, and counted', async () => {
  const tasks = (ids: string[]) =>
    ids.map((id) => ({ id, status: 200, headers: {}, body: { id, object: 'video', status: 'in_progress' } }))
  const app = await createDevtoolsApp({
    provider: { pollInterval: 2_000 },
    fetch: async (input) => {
      const { searchParams, pathname } = new URL(String(input))
      const headers = { 'video-batch': '50', 'content-type': 'application/x-ndjson' }
      const ids = searchParams.get('ids')?.split(',')
      if (!ids)
        return Response.json(
          { id: pathname.split('/').at(-1), object: 'video', status: 'in_progress' },
          { headers },
        )
      return new Response(
        tasks(ids)
          .map((part) => `${JSON.stringify(part)}\n`)
          .join(''),
        { headers },
      )
    },
  })
  app.watch('task_a', 'task_b', 'task_c')
  await app.advance(500)
  await act(() => vi.dynamicImportSettled())
  await app.advance(9_000)
  expect(app.fact('Batches')).toMatch(/^up to 50 tasks a request; \d+ polls in \d+ requests?$/)
  expect(app.polls().map(({ route }) => route)).toContain('one request for 3 tasks')
})

it('events are shown with how many listeners they were sent to', async () => {
  const app = await createDevtoolsApp({ emulator: { duration: 10_000 } })
  const { id } = app.emulator.addTask({})
  app.watch(id)
  await app.advance(20_000)
  expect(app.text()).toMatch(/onStatusChange, onCompleted, \w+ → completed, to 1 listener/)
})

it('the role of this tab is shown, and at each poll that another tab made', async () => {
  const { browser, emulator, openTab, advance } = createTabbedApp()
  const { id } = emulator.addTask({ state: { status: 'in_progress', progress: 30 } })
  const other = openTab()
  onTestFinished(() => other.close())
  other.watch(id)
  await advance(1_000)
  const headers = { authorization: 'Bearer sk-emulator' }
  const app = await createDevtoolsApp({
    provider: { tabs: createVideoTaskTabs({ ...browser.openTab() }), pollInterval: 3_000 },
    fetch: (input) => emulator.fetch(input, { headers }),
  })
  app.watch(id)
  await app.advance(4_000)
  expect(app.fact('This tab')).toBe('follows another tab')
  expect(app.polls().at(-1)?.route).toBe('not sent: another tab leads')
  other.close()
  await app.advance(4_000)
  expect(app.fact('This tab')).toBe('leads')
  expect(app.fact('Tabs')).toBe('this tab leads 1 of 1 tasks')
})

it('a stopped task is stalled for the app, and polled again by the button', async () => {
  const app = await createDevtoolsApp({ provider: { pollInterval: 2_000 } })
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 30 } })
  app.watch(id)
  await app.advance(500)
  await app.press('Stop')
  const requests = app.emulator.requests.length
  await app.advance(30_000)
  expect(app.emulator.requests).toHaveLength(requests)
  expect(app.decision()).toBe('No further poll because the task is stalled: no change for too long')
  await app.press('Poll now')
  await app.advance(5_000)
  expect(app.emulator.requests.length).toBeGreaterThan(requests + 1)
})

it('a task that is stopped during a poll stays so, whatever that poll would have brought', async () => {
  let answer: (task: Response) => void = () => undefined
  const app = await createDevtoolsApp({
    provider: { pollInterval: 2_000 },
    fetch: () => new Promise((resolve) => (answer = resolve)),
  })
  const running = (progress: number) =>
    Response.json({ id: 'task_a', object: 'video', status: 'in_progress', progress })
  app.watch('task_a')
  await app.advance(500)
  answer(running(30))
  await app.advance(2_500)
  expect(app.fact('Requests')).toBe('1 in flight, 0 waiting')
  await app.press('Stop')
  answer(running(40))
  await app.advance(5_000)
  expect(app.fact('Requests')).toBe('0 in flight, 0 waiting')
  expect(app.decision()).toBe('No further poll because the task is stalled: no change for too long')
  expect(app.polls().at(-1)?.outcome).toBe('Aborted: not needed any more')
})

it('a forgotten task is neither in the cache nor in the registry nor in the list', async () => {
  const registry = createVideoTaskRegistry()
  const app = await createDevtoolsApp({ provider: { registry } })
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 30 } })
  registry.add(id)
  app.watch(id)
  await app.advance(500)
  app.watch()
  expect(registry.pending()).toEqual([id])
  await app.press('Forget')
  expect(registry.pending()).toEqual([])
  expect(app.queryClient.getQueryData(videoTaskKeys.detail(id))).toBeUndefined()
  expect(app.text()).toContain('No task is watched yet.')
})

it('a button creates a task of its scenario and watches it', async () => {
  const app = await createDevtoolsApp({ emulator: { duration: 10_000 }, panel: { emulator: true } })
  const names = app.inPanel
    .getByRole('group', { name: 'Scenarios of the emulator' })
    .querySelectorAll('button')
  const known = emulatorScenarios.map(({ name }) => String(name))
  expect([...names].map(({ textContent }) => textContent).filter((name) => !known.includes(name))).toEqual([])
  await app.press('fail')
  await app.advance(30_000)
  expect(app.decision()).toBe('No further poll because the task has failed')
  await app.press('refuse')
  const group = within(app.inPanel.getByRole('group', { name: 'Scenarios of the emulator' }))
  expect(group.getByRole('status').textContent).toMatch(/^Create failed: /)
})

it('the JSON of a task shows neither signatures nor keys', async () => {
  const secret = 'a1b2c3d4e5f6a7b8c9d0'
  const app = await createDevtoolsApp({
    fetch: async (input) =>
      Response.json({
        id: String(input).split('/').at(-1),
        object: 'video',
        status: 'completed',
        progress: 100,
        prompt: `See https://user:${secret}@cdn.example/a.png?token=${secret}#${secret} and sk-${secret}`,
        video_url: `https://cdn.example/v.mp4?X-Amz-Expires=3600&X-Amz-Signature=${secret}`,
        upstream: { api_key: secret, headers: [`Bearer ${secret}`] },
      }),
  })
  app.watch('task_a')
  await app.advance(500)
  expect(app.text()).toContain('https://cdn.example/v.mp4?X-Amz-Expires=•••&X-Amz-Signature=•••')
  expect(app.text()).not.toContain(secret)
})

it('the source of a video has its host, its expiry and its content route', async () => {
  const app = await createDevtoolsApp({ emulator: { urlLifetime: 600_000 } })
  const { id } = app.emulator.addTask({ state: { status: 'completed' } })
  app.watch(id)
  await app.advance(500)
  expect(app.fact('URL')).toMatch(/^http:\/\/api\.test\//)
  expect(app.fact('Expires')).toMatch(/^at \d\d:\d\d:\d\d, in (9|10) min/)
  expect(app.fact('Content route')).toBe(`http://api.test/v1/videos/${id}/content`)
  await app.advance(700_000)
  expect(app.fact('Expires')).toMatch(/^expired at /)
})

it('the filter shows the tasks with all of its words', async () => {
  const app = await createDevtoolsApp()
  app.emulator.addTask({ id: 'task_a', model: 'wan2.6', state: { status: 'in_progress', progress: 30 } })
  app.emulator.addTask({ id: 'task_b', model: 'sora-2', state: { status: 'queued' } })
  app.watch('task_a', 'task_b')
  await app.advance(500)
  const filter = app.inPanel.getByRole('searchbox', { name: 'Filter tasks' })
  fireEvent.change(filter, { target: { value: 'SORA queued' } })
  expect(app.inPanel.getByText('1 of 2')).toBeDefined()
  expect(app.inPanel.queryByRole('button', { name: /task_a/ })).toBeNull()
  fireEvent.change(filter, { target: { value: 'sora in_progress' } })
  expect(app.inPanel.getByRole('status').textContent).toBe('0 of 2')
})
