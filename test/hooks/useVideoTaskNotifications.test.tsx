import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  useVideoTask,
  useVideoTaskNotifications,
  type UseVideoTaskNotificationsOptions,
  VideoTaskProvider,
  type VideoTaskTabs,
} from 'react-video-task'
import { errorOf } from '../support/errorOf.js'
import { createNotificationApp, turn } from './support/createNotificationApp.js'

type TestApp = ReturnType<typeof createNotificationApp>

/** An app that watches some tasks, which end after 20 s, and wants to be told. */
function mount(app: TestApp, ids: string[], options?: UseVideoTaskNotificationsOptions) {
  for (const id of ids) renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  return renderHook((latest) => useVideoTaskNotifications(latest), {
    wrapper: app.wrapper,
    initialProps: options,
  })
}
/** Hides the page while the tasks run, and lets them end. */
async function endHidden(app: TestApp) {
  await app.advance(100)
  act(() => turn('hidden'))
  await app.advance(120_000)
}
const failed = { scenario: 'fail' } as const

describe('a task that ends in a hidden page', () => {
  it('counts in the title, on the icon, and is notified of with its prompt', async () => {
    const app = createNotificationApp()
    const fox = app.emulator.addTask({ fields: { prompt: 'A fox in the snow' } })
    const lake = app.emulator.addTask(failed)
    mount(app, [fox.id, lake.id])
    await endHidden(app)
    expect(document.title).toBe('(2) Studio')
    expect(app.badges).toEqual([1, 2])
    const told = new Map(app.shown.map(({ title, options }) => [options.tag, { title, body: options.body }]))
    expect(told).toEqual(
      new Map([
        [fox.id, { title: 'Your video is ready', body: 'A fox in the snow' }],
        [lake.id, { title: 'Your video could not be made', body: '' }],
      ]),
    )
  })

  it('is put back when the page is shown, and counts from one the next time', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id])
    await endHidden(app)
    act(() => turn('visible'))
    expect(document.title).toBe('Studio')
    expect(app.badges).toEqual([1, 'clear'])
    expect(app.shown.map(({ isClosed }) => isClosed)).toEqual([true])
    const later = app.emulator.addTask({})
    renderHook(() => useVideoTask(later.id), { wrapper: app.wrapper })
    await endHidden(app)
    expect(document.title).toBe('(1) Studio')
    expect(app.shown).toHaveLength(2)
  })

  it('a click on the notification brings the page to the front', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id])
    await endHidden(app)
    app.shown[0]?.onclick?.()
    expect(app.focus).toHaveBeenCalled()
    expect(app.shown[0]?.isClosed).toBe(true)
  })

  it.each([false, true])(
    'is told once, however many components want it told (StrictMode: %s)',
    async (strict) => {
      const app = createNotificationApp({ strict })
      const { id } = app.emulator.addTask({})
      mount(app, [id, id])
      mount(app, [], { title: false })
      mount(app, [])
      await endHidden(app)
      expect(document.title).toBe('(1) Studio')
      expect(app.shown).toHaveLength(1)
      expect(new Set(app.badges)).toEqual(new Set([1]))
    },
  )

  it('is left to the tab that speaks for it', async () => {
    const app = createNotificationApp()
    const { id } = app.emulator.addTask({})
    const tabs = {
      connect: () => () => {},
      share: async ({ pollApi, signal }: Parameters<VideoTaskTabs['share']>[0]) => pollApi(signal),
      isLeader: () => false,
    }
    const wrapper = ({ children }: { children: ReactNode }) =>
      app.wrapper({
        children: (
          <VideoTaskProvider client={app.client} tabs={tabs}>
            {children}
          </VideoTaskProvider>
        ),
      })
    renderHook(() => (useVideoTask(id), useVideoTaskNotifications()), { wrapper })
    await endHidden(app)
    expect(document.title).toBe('Studio')
    expect(app.shown).toEqual([])
  })
})

describe('nothing is told', () => {
  it('of a task that ends in front of somebody', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id])
    await app.advance(60_000)
    expect(document.title).toBe('Studio')
    expect([...app.shown, ...app.badges]).toEqual([])
  })

  it('while it is switched off', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id], { enabled: false })
    await endHidden(app)
    expect(document.title).toBe('Studio')
    expect([...app.shown, ...app.badges]).toEqual([])
  })

  it.each([
    [{ title: false }, 'Studio', 1, 1],
    [{ notification: false }, '(1) Studio', 0, 1],
    [{ badge: false }, '(1) Studio', 1, 0],
  ])('in a way that was not wanted: %j', async (options, title, notifications, badges) => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id], options)
    await endHidden(app)
    expect(document.title).toBe(title)
    expect(app.shown).toHaveLength(notifications)
    expect(app.badges).toHaveLength(badges)
  })

  it.each(['default', 'denied'] as const)('by a notification nobody allowed (%s)', async (permission) => {
    const app = createNotificationApp({ permission })
    mount(app, [app.emulator.addTask({}).id])
    await endHidden(app)
    expect(document.title).toBe('(1) Studio')
    expect(app.shown).toEqual([])
    expect(app.asked()).toBe(0)
  })
})

describe('the title', () => {
  it('is put back by unmounting, and by switching off', async () => {
    const app = createNotificationApp()
    const { unmount } = mount(app, [app.emulator.addTask({}).id])
    const other = mount(app, [])
    await endHidden(app)
    other.rerender({ enabled: false })
    expect(document.title).toBe('(1) Studio')
    unmount()
    expect(document.title).toBe('Studio')
    expect(app.badges.at(-1)).toBe('clear')
    expect(app.shown[0]?.isClosed).toBe(false)
  })

  it('that the app has set meanwhile stays', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id])
    await endHidden(app)
    document.title = 'Settings'
    act(() => turn('visible'))
    expect(document.title).toBe('Settings')
  })

  it('that the app has changed around the count stays changed', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id])
    await endHidden(app)
    document.title = document.title.replace('Studio', 'Studio, ready')
    act(() => turn('visible'))
    expect(document.title).toBe('Studio, ready')
  })

  it('that is empty is empty again', async () => {
    const app = createNotificationApp()
    document.title = ''
    mount(app, [app.emulator.addTask({}).id])
    await endHidden(app)
    expect(document.title).toBe('(1)')
    act(() => turn('visible'))
    expect(document.title).toBe('')
  })
})

describe('the words', () => {
  it('are those of the provider', async () => {
    const app = createNotificationApp()
    const { id } = app.emulator.addTask({})
    const notification = { completed: 'Fertig', failed: 'Gescheitert' }
    const wrapper = ({ children }: { children: ReactNode }) =>
      app.wrapper({
        children: (
          <VideoTaskProvider client={app.client} messages={{ locale: 'de', notification }}>
            {children}
          </VideoTaskProvider>
        ),
      })
    renderHook(() => (useVideoTask(id), useVideoTaskNotifications()), { wrapper })
    await endHidden(app)
    expect(app.shown).toMatchObject([{ title: 'Fertig', options: { lang: 'de' } }])
  })

  it('may be the app’s own, of the task', async () => {
    const app = createNotificationApp()
    const { id } = app.emulator.addTask({})
    mount(app, [id], {
      notification: (task) => ({ title: `${task.id} is ${task.status}`, options: { silent: true } }),
    })
    await endHidden(app)
    expect(app.shown).toMatchObject([{ title: `${id} is completed`, options: { silent: true, tag: id } }])
  })
})

describe('asking for permission', () => {
  it('happens within a click alone', async () => {
    const app = createNotificationApp({ permission: 'default' })
    Object.assign(navigator, { userActivation: { isActive: false } })
    const { result } = mount(app, [])
    const error = await errorOf(() => result.current.requestPermission())
    expect(error).toMatchObject({ name: 'VideoTaskError', code: 'user_activation_required' })
    expect(app.asked()).toBe(0)
  })

  it.each(['granted', 'denied'] as const)('tells every component of the answer (%s)', async (answer) => {
    const app = createNotificationApp({ permission: 'default', answer })
    const { result } = mount(app, [])
    const other = mount(app, [])
    expect(result.current.permission).toBe('default')
    await act(async () => expect(await result.current.requestPermission()).toBe(answer))
    expect(result.current.permission).toBe(answer)
    expect(other.result.current.permission).toBe(answer)
  })

  it('asks where a browser knows no activation, and nobody twice', async () => {
    const app = createNotificationApp({ permission: 'default' })
    Reflect.deleteProperty(navigator, 'userActivation')
    const { result } = mount(app, [])
    await act(async () => void (await result.current.requestPermission()))
    await act(async () => void (await result.current.requestPermission()))
    expect(app.asked()).toBe(1)
  })

  it('sees what was changed in the settings meanwhile', async () => {
    const app = createNotificationApp({ permission: 'granted' })
    const { result } = mount(app, [])
    Object.assign(Notification, { permission: 'denied' })
    act(() => void window.dispatchEvent(new Event('focus')))
    expect(result.current.permission).toBe('denied')
  })
})

describe('browsers that cannot', () => {
  it('one without any of it still counts in the title', async () => {
    const app = createNotificationApp()
    Reflect.deleteProperty(globalThis, 'Notification')
    Reflect.deleteProperty(navigator, 'setAppBadge')
    Reflect.deleteProperty(navigator, 'clearAppBadge')
    const { result } = mount(app, [app.emulator.addTask({}).id])
    expect(result.current.permission).toBe('unsupported')
    expect(await result.current.requestPermission()).toBe('unsupported')
    await endHidden(app)
    expect(document.title).toBe('(1) Studio')
    act(() => turn('visible'))
    expect(document.title).toBe('Studio')
  })

  it('one that refuses a badge breaks nothing', async () => {
    const app = createNotificationApp()
    const refuse = () => Promise.reject(new DOMException('Not installed', 'NotAllowedError'))
    Object.assign(navigator, { setAppBadge: refuse, clearAppBadge: refuse })
    mount(app, [app.emulator.addTask({}).id])
    await endHidden(app)
    expect(app.shown).toHaveLength(1)
    act(() => turn('visible'))
    expect(document.title).toBe('Studio')
  })

  it('a server renders it as unsupported', () => {
    const app = createNotificationApp()
    const Permission = () => useVideoTaskNotifications().permission
    expect(renderToString(app.wrapper({ children: <Permission /> }))).toBe('unsupported')
  })

  // The last: in a page where one was refused, no other is tried.
  it('a constructor that throws leaves the title, with one warning', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    onTestFinished(() => warn.mockRestore())
    const illegal = new TypeError('Illegal constructor')
    const app = createNotificationApp({ throws: illegal })
    mount(app, [app.emulator.addTask({}).id, app.emulator.addTask({}).id], { title: false })
    await endHidden(app)
    expect(document.title).toBe('(2) Studio')
    expect(warn).toHaveBeenCalledOnce()
    expect(warn.mock.calls[0]).toContain(illegal)
  })
})
