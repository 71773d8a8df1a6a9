import '@testing-library/jest-dom/vitest'
import { fireEvent, render, screen } from '@testing-library/react'
import type { MouseEvent, ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { type VideoTask, videoTaskKeys } from 'react-video-task'
import {
  useVideoTaskForm,
  useVideoTaskWatch,
  VideoTaskActions,
  VideoTaskForm,
  VideoTaskNotifyButton,
  VideoTaskRefreshButton,
  VideoTaskRetryButton,
  VideoTaskRoot,
} from 'react-video-task/components'
import { errorOf } from '../support/errorOf.js'
import { createTestApp } from '../hooks/support/createTestApp.js'

const observed = { first_seen: 0, highest_progress: 40, last_change: 0, watched_from: 0 }
const running: VideoTask = { id: 'a', object: 'video', status: 'in_progress', progress: 40, observed }
const stalled = { ...running, observed: { ...observed, stalled: 1 } }
const expired = { ...running, status: 'completed', observed: { ...observed, expired: 1 } }

/** A refresh button of a task in the cache. */
async function renderButton(task: object | undefined, props: object = {}) {
  const app = createTestApp()
  app.answer = (request) =>
    request.url.endsWith('/a') && task ? Response.json(running) : new Response('{}', { status: 401 })
  if (task) app.queryClient.setQueryData(videoTaskKeys.detail('a'), task)
  let watch: ReturnType<typeof useVideoTaskWatch> | undefined
  function Watch() {
    watch = useVideoTaskWatch()
    return null
  }
  const view = render(
    <VideoTaskRoot taskId="a">
      <VideoTaskRefreshButton {...props} />
      <Watch />
    </VideoTaskRoot>,
    { wrapper: app.wrapper },
  )
  await app.advance(100)
  return { ...app, ...view, app, button: screen.queryByRole('button'), watch: () => watch }
}

describe('the button that polls now', () => {
  it.each([
    ['a stalled task', stalled, 'Check now'],
    ['a video whose link has expired', expired, 'Refresh link'],
  ])('asks for %s, and calls the app first', async (_, task, name) => {
    const onClick = vi.fn()
    const { button, requestCount, advance } = await renderButton(task, { onClick })
    expect(button).toHaveTextContent(name)
    const before = requestCount()
    fireEvent.click(button ?? document.body)
    await advance(100)
    expect(onClick).toHaveBeenCalledTimes(1)
    expect(requestCount()).toBe(before + 1)
  })

  it('asks for a task whose state could not be fetched', async () => {
    const { requestCount, advance } = await renderButton(undefined)
    await advance(5_000)
    const button = screen.getByRole('button', { name: 'Check now' })
    const before = requestCount()
    fireEvent.click(button)
    await advance(10)
    expect(requestCount()).toBe(before + 1)
  })

  it('asks for nothing where the app prevents it', async () => {
    const onClick = (event: MouseEvent) => event.preventDefault()
    const { button, requestCount, advance } = await renderButton(stalled, { onClick })
    const before = requestCount()
    fireEvent.click(button ?? document.body)
    await advance(100)
    expect(requestCount()).toBe(before)
  })

  it("has the app's own content", async () => {
    const { button } = await renderButton(stalled, { children: 'Again' })
    expect(button).toHaveTextContent(/^Again$/)
  })

  it('is not there for a task that runs', async () => {
    const { button } = await renderButton(running)
    expect(button).toBeNull()
  })
})

describe('the button that makes a video again', () => {
  const failed: VideoTask = { ...running, status: 'failed', error: { message: 'No' } }

  /** Renders parts of a task in the cache. */
  function renderParts(task: VideoTask, parts: ReactNode) {
    const app = createTestApp()
    app.queryClient.setQueryData(videoTaskKeys.detail('a'), task)
    return render(<VideoTaskRoot taskId="a">{parts}</VideoTaskRoot>, { wrapper: app.wrapper })
  }

  it('calls the app with the failed task, after the press itself', () => {
    const calls: unknown[] = []
    renderParts(
      failed,
      <VideoTaskRetryButton onClick={() => calls.push('press')} onRetry={({ id }) => calls.push(id)} />,
    )
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(calls).toEqual(['press', 'a'])
  })

  it('calls nothing where the app prevents it', () => {
    const onRetry = vi.fn()
    renderParts(
      failed,
      <VideoTaskRetryButton onClick={(event) => event.preventDefault()} onRetry={onRetry}>
        Once more
      </VideoTaskRetryButton>,
    )
    fireEvent.click(screen.getByRole('button', { name: 'Once more' }))
    expect(onRetry).not.toHaveBeenCalled()
  })

  it('is among the actions of a failed video where the app can do it', () => {
    const { unmount } = renderParts(failed, <VideoTaskActions onRetry={() => {}} />)
    expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument()
    unmount()
    renderParts(failed, <VideoTaskActions />)
    expect(screen.queryByRole('button')).toBeNull()
  })
})

describe('the button of notifications', () => {
  /** Renders the button where the browser has this permission, and answers a request with the next one. */
  function renderNotify(permission: string, props: object = {}) {
    const api = { permission, requestPermission: vi.fn(async () => (api.permission = 'granted')) }
    vi.stubGlobal('Notification', api)
    const app = createTestApp()
    render(<VideoTaskNotifyButton {...props} />, { wrapper: app.wrapper })
    return { ...app, api, button: screen.getByRole('button') }
  }

  it('switches on and off, with the words of the app', async () => {
    const onPressedChange = vi.fn()
    const { button, advance, api } = renderNotify('default', { onPressedChange, children: 'Tell me' })
    expect(button).toHaveTextContent(/^Tell me$/)
    expect(button).not.toHaveAttribute('aria-disabled')
    for (const isOn of [true, false, true]) {
      fireEvent.click(button)
      await advance(1)
      expect(button).toHaveAttribute('aria-pressed', String(isOn))
      expect(onPressedChange).toHaveBeenLastCalledWith(isOn)
    }
    expect(onPressedChange).toHaveBeenCalledTimes(3)
    expect(api.requestPermission).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['denied', 'Notifications are off for this site'],
    ['granted', undefined],
  ])('tells screen readers of an answer alone that changes nothing: %s', async (answer, text) => {
    const { button, advance, api } = renderNotify('default')
    api.requestPermission.mockImplementation(async () => (api.permission = answer))
    fireEvent.click(button)
    await advance(1_000)
    const said = document.querySelector('.video-task-announcer')?.textContent ?? ''
    // Leaves no region to the next test.
    await advance(20_000)
    if (text) expect(said).toContain(text)
    else expect(said).toBe('')
  })

  it('is off until it is pressed, also where the browser allows them', () => {
    expect(renderNotify('granted').button).toHaveAttribute('aria-pressed', 'false')
  })

  it('is not there where the browser has none', () => {
    render(<VideoTaskNotifyButton />, { wrapper: createTestApp().wrapper })
    expect(screen.queryByRole('button')).toBeNull()
  })

  it.each([
    ['the browser has blocked them', 'denied', () => {}, /^Notifications are off for this site/, 'true'],
    [
      'the app prevents it',
      'default',
      (event: MouseEvent) => event.preventDefault(),
      /^Notify me when ready$/,
      null,
    ],
  ])('does nothing but call the app where %s', async (_, permission, listener, text, isDisabled) => {
    const [onClick, onPressedChange] = [vi.fn(listener), vi.fn()]
    const { button, advance, api } = renderNotify(permission, {
      onClick,
      onPressedChange,
      defaultPressed: true,
    })
    expect(button).toHaveAttribute('aria-pressed', 'false')
    expect(button.getAttribute('aria-disabled')).toBe(isDisabled)
    expect(button).toHaveTextContent(text)
    fireEvent.click(button)
    await advance(1)
    expect(onClick).toHaveBeenCalledTimes(1)
    expect(onPressedChange).not.toHaveBeenCalled()
    expect(api.requestPermission).not.toHaveBeenCalled()
    expect(button).toHaveAttribute('aria-pressed', 'false')
  })
})

it('a watch tells when it last heard of its task and when it polls next, after a failed poll too', async () => {
  const { watch, advance, app } = await renderButton(running)
  await advance(1_000)
  const heard = watch()?.lastUpdatedAt() ?? 0
  expect(Date.now() - heard).toBeGreaterThanOrEqual(1_000)
  expect(watch()?.nextPollAt()).toBe(heard + 5_000)
  app.answer = () => new Response('{}', { status: 503 })
  await advance(4_200)
  expect(watch()?.lastUpdatedAt()).toBe(heard)
  expect(watch()?.nextPollAt()).toBeGreaterThan(heard + 5_000)
  app.queryClient.removeQueries({ queryKey: videoTaskKeys.detail('a') })
  expect([watch()?.lastUpdatedAt(), watch()?.nextPollAt()]).toEqual([0, undefined])
})

it('a watch of a stalled task has no next poll', async () => {
  const { watch, advance } = await renderButton(stalled)
  await advance(1_000)
  expect(watch()?.nextPollAt()).toBeUndefined()
})

describe('a create form', () => {
  it('keeps its values where the app prevents its reset', () => {
    const { wrapper } = createTestApp()
    const { container } = render(<VideoTaskForm onReset={(event) => event.preventDefault()} />, { wrapper })
    const prompt = screen.getByLabelText<HTMLTextAreaElement>('Prompt')
    fireEvent.change(prompt, { target: { value: 'A fox' } })
    fireEvent.reset(container.querySelector('form') ?? container)
    expect(prompt.value).toBe('A fox')
  })

  it('says what its parts need outside of one', async () => {
    function Part() {
      useVideoTaskForm()
      return null
    }
    vi.spyOn(console, 'error').mockReturnValue()
    const error = await errorOf(async () => render(<Part />))
    expect(error).toMatchObject({
      code: 'missing_provider',
      message: expect.stringContaining('<VideoTaskForm>'),
    })
  })
})
