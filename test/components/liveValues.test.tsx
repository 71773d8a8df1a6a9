import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { type ReactNode, useRef } from 'react'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { VideoTaskProgress } from 'react-video-task/components'
// Private: all live values of a page share this clock, and a part shows one of them in words that hide its time.
import { useTick } from '../../src/components/LiveText.js'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { renderAsInProduction } from '../support/renderAsInProduction.js'

/** The observers of a page without layout: a test says what they see. */
class TestObserver {
  static all: TestObserver[] = []
  seen: Element[] = []
  constructor(readonly report: (changes: object[]) => void) {
    TestObserver.all.push(this)
  }
  observe(element: Element) {
    this.seen.push(element)
  }
  disconnect() {
    this.seen = []
  }
}

/** Says that an element is in view, with a width, or out of it. */
const report = (element: Element | null, ...widths: (number | undefined)[]) => {
  for (const { report, seen } of TestObserver.all)
    if (element && seen.includes(element))
      report(
        widths.map((width) => ({
          isIntersecting: width !== undefined,
          boundingClientRect: { width: width ?? 50 },
        })),
      )
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  const view = document.defaultView ?? window
  TestObserver.all = []
  Object.assign(view, { IntersectionObserver: TestObserver })
  onTestFinished(() => void Reflect.deleteProperty(view, 'IntersectionObserver'))
})

/** A value that follows the clock, with the width that it is given. */
function Value({ isLive = true, version = 0 }) {
  const element = useRef<HTMLElement>(null)
  const write = (now: number, width: number) => {
    if (element.current) element.current.textContent = `${now / 1_000} s, ${width} px`
  }
  useTick(write, isLive, () => element.current)
  return <b key={version} ref={element} />
}

/** Renders values of one page. */
function renderValues(values: ReactNode) {
  const queryClient = new QueryClient()
  const inPage = (next: ReactNode) => <QueryClientProvider client={queryClient}>{next}</QueryClientProvider>
  const { container, rerender, unmount } = render(inPage(values))
  return {
    texts: () => [...container.querySelectorAll('b')].map(({ textContent }) => textContent),
    value: () => container.querySelector('b'),
    setValues: (next: ReactNode) => rerender(inPage(next)),
    unmount,
  }
}

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000)

it('a value in view changes by the second, and knows its width once that was measured', () => {
  const { texts, value } = renderValues(<Value />)
  expect(texts()).toEqual(['0 s, 0 px'])
  pass(1)
  expect(texts()).toEqual(['1 s, 0 px'])
  // The last of several measurements counts.
  report(value(), undefined, 120)
  expect(texts()).toEqual(['1 s, 0 px'])
  pass(1)
  expect(texts()).toEqual(['2 s, 120 px'])
})

it('a value out of view waits until it is seen or printed', () => {
  const { texts, value, setValues } = renderValues(<Value />)
  report(value(), 120)
  pass(1)
  report(value(), undefined)
  pass(3)
  setValues(<Value />)
  expect(texts()).toEqual(['1 s, 120 px'])
  window.dispatchEvent(new Event('beforeprint'))
  expect(texts()).toEqual(['4 s, 0 px'])
  pass(1)
  expect(texts()).toEqual(['4 s, 0 px'])
  report(value(), 120)
  expect(texts()).toEqual(['5 s, 0 px'])
  pass(1)
  expect(texts()).toEqual(['6 s, 120 px'])
})

it('no value changes in a hidden tab', () => {
  const { texts } = renderValues(<Value />)
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  pass(3)
  expect(texts()).toEqual(['0 s, 0 px'])
  visibility.mockReturnValue('visible')
  pass(1)
  expect(texts()).toEqual(['4 s, 0 px'])
})

it('a value goes on in the element that replaces its own', () => {
  const { texts, value, setValues } = renderValues(<Value />)
  const before = value()
  setValues(<Value version={1} />)
  report(before, undefined)
  pass(2)
  expect(texts()).toEqual(['2 s, 0 px'])
})

it('a value that is not live is written with each render, and never between them', () => {
  const { texts, setValues } = renderValues(<Value isLive={false} />)
  expect(vi.getTimerCount()).toBe(0)
  pass(3)
  expect(texts()).toEqual(['0 s, 0 px'])
  setValues(<Value isLive={false} />)
  expect(texts()).toEqual(['3 s, 0 px'])
})

it('a value goes on while others end, and the last one leaves neither timer nor observer', () => {
  renderAsInProduction()
  const { texts, setValues, unmount } = renderValues([<Value key="a" />, <Value key="b" />])
  expect(vi.getTimerCount()).toBe(1)
  setValues([<Value key="b" />])
  expect(TestObserver.all.map(({ seen }) => seen.length)).toEqual([0, 1])
  pass(1)
  expect(texts()).toEqual(['1 s, 0 px'])
  window.dispatchEvent(new Event('beforeprint'))
  expect(texts()).toEqual(['1 s, 0 px'])
  unmount()
  expect(TestObserver.all.map(({ seen }) => seen.length)).toEqual([0, 0])
  expect(vi.getTimerCount()).toBe(0)
})

it('two values of one element have one observer, until both have ended', () => {
  renderAsInProduction()
  const element = document.createElement('i')
  const texts = { a: '', b: '' }
  function Shared({ name }: { name: 'a' | 'b' }) {
    useTick(
      (now) => void (texts[name] = `${now / 1_000} s`),
      true,
      () => element,
    )
    return null
  }
  const { setValues, unmount } = renderValues([<Shared key="a" name="a" />, <Shared key="b" name="b" />])
  pass(1)
  expect(texts).toEqual({ a: '1 s', b: '1 s' })
  setValues([<Shared key="b" name="b" />])
  expect(TestObserver.all.map(({ seen }) => seen)).toEqual([[element]])
  pass(1)
  expect(texts).toEqual({ a: '1 s', b: '2 s' })
  unmount()
  expect(TestObserver.all.map(({ seen }) => seen)).toEqual([[]])
})

it('a ring moves more often than a bar of its width, since it is about three times as long', async () => {
  const app = createTestApp()
  app.answer = () => Response.json({ id: 'a', status: 'in_progress', progress: 40 })
  const { container } = render(
    <>
      <VideoTaskProgress taskId="a" />
      <VideoTaskProgress taskId="a" variant="ring" />
    </>,
    { wrapper: app.wrapper },
  )
  await app.advance(100)
  const bars = [...container.querySelectorAll<HTMLElement>('[role=progressbar]')]
  bars.forEach((bar) => report(bar, 40))
  const shown = bars.map(() => new Set<string>())
  for (let second = 0; second < 60; second++) {
    await app.advance(1_000)
    bars.forEach(({ style }, index) => shown[index]?.add(style.getPropertyValue('--video-task-progress')))
  }
  const [bar = 0, ring = 0] = shown.map(({ size }) => size)
  expect(bar).toBeGreaterThan(1)
  expect(ring).toBeGreaterThan(2 * bar)
})
