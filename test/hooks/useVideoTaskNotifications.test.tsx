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
import { createNotificationApp, setVisibility } from './support/createNotificationApp.js'

type NotificationApp = ReturnType<typeof createNotificationApp>

/** Renders useVideoTaskNotifications and a watch of each task; a task takes 20 s. */
function mount(app: NotificationApp, ids: string[], options?: UseVideoTaskNotificationsOptions) {
  for (const id of ids) renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  return renderHook((latest) => useVideoTaskNotifications(latest), {
    wrapper: app.wrapper,
    initialProps: options,
  })
}
/** Hides the page while the tasks run, and waits until they have settled. */
async function settleWhileHidden(app: NotificationApp) {
  await app.advance(100)
  act(() => setVisibility('hidden'))
  await app.advance(120_000)
}
const failed = { scenario: 'fail' } as const

describe('task that settles while the page is hidden', () => {
  it('a task that settles while hidden counts in the title and badge and shows a notification with its prompt', async () => {
    const app = createNotificationApp()
    const fox = app.emulator.addTask({ fields: { prompt: 'A fox in the snow' } })
    const lake = app.emulator.addTask(failed)
    mount(app, [fox.id, lake.id])
    await settleWhileHidden(app)
    expect(document.title).toBe('(2) Studio')
    expect(app.badges).toEqual([1, 2])
    const notifications = new Map(
      app.shown.map(({ title, options }) => [options.tag, { title, body: options.body, lang: options.lang }]),
    )
    expect(notifications).toEqual(
      new Map([
        [fox.id, { title: 'Your video is ready', body: 'A fox in the snow', lang: 'en' }],
        [lake.id, { title: 'Your video could not be made', body: '', lang: 'en' }],
      ]),
    )
  })

  it('a badge that the browser refuses is no error', async () => {
    const app = createNotificationApp()
    const counts: number[] = []
    // Not a mock, which would handle the rejection.
    const setAppBadge = (count: number) => {
      counts.push(count)
      return Promise.reject(new Error('Not installed.'))
    }
    Object.assign(navigator, { setAppBadge })
    mount(app, [app.emulator.addTask({}).id])
    await settleWhileHidden(app)
    expect(counts).toEqual([1])
    expect(document.title).toBe('(1) Studio')
  })

  it('showing the page resets title and badge, closes notifications, and restarts the count', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id])
    await settleWhileHidden(app)
    act(() => setVisibility('visible'))
    expect(document.title).toBe('Studio')
    expect(app.badges).toEqual([1, 'clear'])
    expect(app.shown.map(({ isClosed }) => isClosed)).toEqual([true])
    const later = app.emulator.addTask({})
    renderHook(() => useVideoTask(later.id), { wrapper: app.wrapper })
    await settleWhileHidden(app)
    expect(document.title).toBe('(1) Studio')
    expect(app.shown).toHaveLength(2)
  })

  it('a page that is still hidden keeps its count and notifications', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id])
    await settleWhileHidden(app)
    act(() => setVisibility('hidden'))
    expect(document.title).toBe('(1) Studio')
    expect(app.badges).toEqual([1])
    expect(app.shown.map(({ isClosed }) => isClosed)).toEqual([false])
  })

  it('a click on a notification focuses the page and closes the notification', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id])
    await settleWhileHidden(app)
    app.shown[0]?.onclick?.()
    expect(app.focus).toHaveBeenCalled()
    expect(app.shown[0]?.isClosed).toBe(true)
  })

  it.each([false, true])(
    'several components show one notification per task (StrictMode: %s)',
    async (strict) => {
      const app = createNotificationApp({ strict })
      const { id } = app.emulator.addTask({})
      mount(app, [id, id])
      mount(app, [], { title: false })
      mount(app, [])
      await settleWhileHidden(app)
      expect(document.title).toBe('(1) Studio')
      expect(app.shown).toHaveLength(1)
      expect(new Set(app.badges)).toEqual(new Set([1]))
    },
  )

  it('a tab that is not the leader shows no notification', async () => {
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
    await settleWhileHidden(app)
    expect(document.title).toBe('Studio')
    expect(app.shown).toEqual([])
  })
})

describe('no notification', () => {
  it('a task that settles while the page is visible is not notified', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id])
    await app.advance(60_000)
    expect(document.title).toBe('Studio')
    expect([...app.shown, ...app.badges]).toEqual([])
  })

  it('useVideoTaskNotifications with enabled: false shows no notification, badge or count', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id], { enabled: false })
    await settleWhileHidden(app)
    expect(document.title).toBe('Studio')
    expect([...app.shown, ...app.badges]).toEqual([])
  })

  it.each([
    [{ title: false }, 'Studio', 1, 1],
    [{ notification: false }, '(1) Studio', 0, 1],
    [{ badge: false }, '(1) Studio', 1, 0],
  ])(
    'useVideoTaskNotifications with %j turns off only that signal',
    async (options, title, notifications, badges) => {
      const app = createNotificationApp()
      mount(app, [app.emulator.addTask({}).id], options)
      await settleWhileHidden(app)
      expect(document.title).toBe(title)
      expect(app.shown).toHaveLength(notifications)
      expect(app.badges).toHaveLength(badges)
    },
  )

  it.each(['default', 'denied'] as const)(
    'without permission (%s) only the title counts, and permission is not requested',
    async (permission) => {
      const app = createNotificationApp({ permission })
      mount(app, [app.emulator.addTask({}).id])
      await settleWhileHidden(app)
      expect(document.title).toBe('(1) Studio')
      expect(app.shown).toEqual([])
      expect(app.permissionRequests()).toBe(0)
    },
  )
})

describe('page title', () => {
  it('unmounting the last enabled hook resets the title and the badge', async () => {
    const app = createNotificationApp()
    const { unmount } = mount(app, [app.emulator.addTask({}).id])
    const other = mount(app, [])
    await settleWhileHidden(app)
    other.rerender({ enabled: false })
    expect(document.title).toBe('(1) Studio')
    unmount()
    expect(document.title).toBe('Studio')
    expect(app.badges.at(-1)).toBe('clear')
    expect(app.shown[0]?.isClosed).toBe(false)
  })

  it('keeps a page title that the app has set while hidden', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id])
    await settleWhileHidden(app)
    document.title = 'Settings'
    act(() => setVisibility('visible'))
    expect(document.title).toBe('Settings')
  })

  it('removes the count from a page title that the app has edited around it', async () => {
    const app = createNotificationApp()
    mount(app, [app.emulator.addTask({}).id])
    await settleWhileHidden(app)
    document.title = document.title.replace('Studio', 'Studio, ready')
    act(() => setVisibility('visible'))
    expect(document.title).toBe('Studio, ready')
  })

  it('restores an empty page title', async () => {
    const app = createNotificationApp()
    document.title = ''
    mount(app, [app.emulator.addTask({}).id])
    await settleWhileHidden(app)
    expect(document.title).toBe('(1)')
    act(() => setVisibility('visible'))
    expect(document.title).toBe('')
  })
})

describe('notification messages', () => {
  it("notifications use the provider's messages and locale", async () => {
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
    await settleWhileHidden(app)
    expect(app.shown).toMatchObject([{ title: 'Fertig', options: { lang: 'de' } }])
  })

  it('the notification option returns title and options for a task', async () => {
    const app = createNotificationApp()
    const { id } = app.emulator.addTask({})
    mount(app, [id], {
      notification: (task) => ({ title: `${task.id} is ${task.status}`, options: { silent: true } }),
    })
    await settleWhileHidden(app)
    expect(app.shown).toMatchObject([{ title: `${id} is completed`, options: { silent: true, tag: id } }])
  })
})

describe('requestPermission', () => {
  it('requestPermission outside a user gesture rejects with user_activation_required', async () => {
    const app = createNotificationApp({ permission: 'default' })
    Object.assign(navigator, { userActivation: { isActive: false } })
    const { result } = mount(app, [])
    const error = await errorOf(() => result.current.requestPermission())
    expect(error).toMatchObject({
      name: 'VideoTaskError',
      code: 'user_activation_required',
      message: 'requestPermission needs a click. Call it in an onClick, before any await.',
    })
    expect(app.permissionRequests()).toBe(0)
  })

  it.each(['granted', 'denied'] as const)(
    'requestPermission updates the permission of every component (%s)',
    async (answer) => {
      const app = createNotificationApp({ permission: 'default', answer })
      const { result } = mount(app, [])
      const other = mount(app, [])
      expect(result.current.permission).toBe('default')
      await act(async () => expect(await result.current.requestPermission()).toBe(answer))
      expect(result.current.permission).toBe(answer)
      expect(other.result.current.permission).toBe(answer)
    },
  )

  it('requestPermission works without navigator.userActivation and prompts once', async () => {
    const app = createNotificationApp({ permission: 'default' })
    Reflect.deleteProperty(navigator, 'userActivation')
    const { result } = mount(app, [])
    await act(async () => void (await result.current.requestPermission()))
    await act(async () => void (await result.current.requestPermission()))
    expect(app.permissionRequests()).toBe(1)
  })

  it('focus updates a permission changed in the browser settings', async () => {
    const app = createNotificationApp({ permission: 'granted' })
    const { result } = mount(app, [])
    Object.assign(Notification, { permission: 'denied' })
    act(() => void window.dispatchEvent(new Event('focus')))
    expect(result.current.permission).toBe('denied')
  })
})

describe('missing browser features', () => {
  it('a browser without notifications and badges still counts in the title', async () => {
    const app = createNotificationApp()
    Reflect.deleteProperty(globalThis, 'Notification')
    Reflect.deleteProperty(navigator, 'setAppBadge')
    Reflect.deleteProperty(navigator, 'clearAppBadge')
    const { result } = mount(app, [app.emulator.addTask({}).id])
    expect(result.current.permission).toBe('unsupported')
    expect(await result.current.requestPermission()).toBe('unsupported')
    await settleWhileHidden(app)
    expect(document.title).toBe('(1) Studio')
    act(() => setVisibility('visible'))
    expect(document.title).toBe('Studio')
  })

  it('a rejected badge does not affect notification and title', async () => {
    const app = createNotificationApp()
    const reject = () => Promise.reject(new DOMException('Not installed', 'NotAllowedError'))
    Object.assign(navigator, { setAppBadge: reject, clearAppBadge: reject })
    mount(app, [app.emulator.addTask({}).id])
    await settleWhileHidden(app)
    expect(app.shown).toHaveLength(1)
    act(() => setVisibility('visible'))
    expect(document.title).toBe('Studio')
  })

  it('renders the permission as unsupported on a server', () => {
    const app = createNotificationApp()
    const Permission = () => useVideoTaskNotifications().permission
    expect(renderToString(app.wrapper({ children: <Permission /> }))).toBe('unsupported')
  })

  // Runs last: after one constructor throws, the page tries no further notification.
  it('a Notification constructor that throws warns once and leaves the count in the title', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    onTestFinished(() => warn.mockRestore())
    const illegal = new TypeError('Illegal constructor')
    const app = createNotificationApp({ throws: illegal })
    mount(app, [app.emulator.addTask({}).id, app.emulator.addTask({}).id], { title: false })
    await settleWhileHidden(app)
    expect(document.title).toBe('(2) Studio')
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      'No notification could be shown, so the page title has the count.',
      illegal,
    )
  })
})
