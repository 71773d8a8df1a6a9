import { act, fireEvent, render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { VideoTaskProvider } from 'react-video-task'
import { VideoTaskList, type VideoTaskListProps } from 'react-video-task/components'
import { createDownloadApp } from '../hooks/support/createDownloadApp.js'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { replace } from './support/showFilm.js'
import { renderAsInProduction } from '../support/renderAsInProduction.js'

interface Change {
  isIntersecting: boolean
  boundingClientRect: { height: number }
}

/** Lets a test say what the observers of a page see: jsdom has none. */
function observePage() {
  const reports = new Map<Element, (changes: Change[]) => void>()
  const options: unknown[] = []
  const resizes = new Map<Element, () => void>()
  class Intersections {
    target: Element | undefined
    constructor(
      private onChange: (changes: Change[]) => void,
      settings: unknown,
    ) {
      options.push(settings)
    }
    observe(target: Element) {
      this.target = target
      reports.set(target, this.onChange)
    }
    disconnect() {
      if (this.target) reports.delete(this.target)
    }
  }
  class Sizes {
    target: Element | undefined
    constructor(private onChange: () => void) {}
    observe(target: Element) {
      this.target = target
      resizes.set(target, this.onChange)
    }
    disconnect() {
      if (this.target) resizes.delete(this.target)
    }
  }
  replace(document.defaultView ?? window, {
    IntersectionObserver: { value: Intersections },
    ResizeObserver: { value: Sizes },
  })
  return { reports, options, resizes }
}

/** A list of eight entries, of which six are mounted from the start. */
function renderList(props: Partial<VideoTaskListProps> = {}) {
  const page = observePage()
  const app = createTestApp()
  app.answer = () => new Promise<Response>(() => {})
  const taskIds = Array.from({ length: 8 }, (_, index) => `${index}`)
  const content = (id: string) => (
    <div>
      {`Content ${id}`}
      <input aria-label={`Field ${id}`} />
      <video />
      <video />
    </div>
  )
  const { container, unmount } = render(
    <VideoTaskList taskIds={taskIds} {...props}>
      {content}
    </VideoTaskList>,
    { wrapper: app.wrapper },
  )
  // Not by its role, for which jsdom computes the styles of the page.
  const list = container.querySelector('ul') ?? container
  const entry = (index: number) => {
    const found = list.children[index]
    if (!(found instanceof HTMLElement)) throw new Error(`The list has no entry ${index}.`)
    return found
  }
  return {
    ...page,
    unmount,
    advance: app.advance,
    list,
    entry,
    /** Says whether an entry is near the view, in order, and how high it is. */
    report: (index: number, ...near: boolean[]) =>
      act(() =>
        page.reports.get(entry(index))?.(
          near.map((isIntersecting) => ({ isIntersecting, boundingClientRect: { height: 240 + index } })),
        ),
      ),
    isMounted: (index: number) => screen.queryByText(`Content ${index}`) !== null,
  }
}

describe('an entry of a list', () => {
  it('is mounted from one view before it is seen to one view after', () => {
    renderAsInProduction()
    const { report, isMounted, options } = renderList()
    expect(options).toEqual(Array(8).fill({ root: document, rootMargin: '100% 0px' }))
    expect([5, 6].map(isMounted)).toEqual([true, false])
    report(6, true)
    expect(isMounted(6)).toBe(true)
    report(6, false)
    expect(isMounted(6)).toBe(false)
  })

  it.each([
    [[true, false], false],
    [[false, true], true],
    [[], false],
  ])('is where the last of several changes says: %j', (changes, isNear) => {
    const { report, isMounted } = renderList()
    report(6, ...changes)
    expect(isMounted(6)).toBe(isNear)
  })

  it('keeps the height of its content, and has none of its own before and with it', async () => {
    const { report, entry, advance } = renderList()
    const heights = () => [0, 6].map((index) => entry(index).style.height)
    report(6, false)
    expect(heights()).toEqual(['', ''])
    report(0, false)
    report(6, true)
    report(6, false)
    await advance(100)
    expect(heights()).toEqual(['240px', '246px'])
    report(0, true)
    await advance(100)
    expect(heights()).toEqual(['', '246px'])
  })

  it('is as high as its placeholder until the page had a layout of its content', async () => {
    const { report, entry, advance } = renderList()
    report(6, true)
    // A layout comes after the callbacks of a frame, so that the second of them follows it.
    await advance(20)
    expect(entry(6).style.height).toBe('246px')
    await advance(16)
    expect(entry(6).style.height).toBe('')
  })

  it('has the height of its shape in a gallery, once its placeholder had a layout', async () => {
    const { report, entry, isMounted, advance } = renderList({ layout: 'gallery' })
    report(0, false)
    expect([isMounted(0), entry(0).style.height]).toEqual([false, '240px'])
    await advance(40)
    expect(entry(0).style.height).toBe('')
  })

  it('frees its height when its list has another width, in the next frame of the page', async () => {
    const { report, entry, list, resizes, advance } = renderList()
    let width = 0
    Object.defineProperty(list, 'clientWidth', { get: () => width })
    report(0, false)
    resizes.get(list)?.()
    await advance(20)
    expect(entry(0).style.height).toBe('240px')
    width = 500
    resizes.get(list)?.()
    expect(entry(0).style.height).toBe('240px')
    await advance(20)
    expect(entry(0).style.height).toBe('')
    report(0, true)
    report(0, false)
    resizes.get(list)?.()
    await advance(20)
    expect(entry(0).style.height).toBe('240px')
  })

  it('is observed no longer once it has left the page, and neither is its list', () => {
    const { reports, resizes, unmount } = renderList()
    expect([reports.size, resizes.size]).toEqual([8, 1])
    unmount()
    expect([reports.size, resizes.size]).toEqual([0, 0])
  })
})

describe('an entry out of view', () => {
  const videoOf = (entry: HTMLElement, index: number, state: object) =>
    Object.assign(
      Object.defineProperties(entry.querySelectorAll('video')[index] ?? {}, {
        paused: { writable: true },
        ended: { writable: true },
      }),
      state,
    )

  it.each<[string, boolean, (entry: HTMLElement) => unknown]>([
    ['its second video plays', true, (entry) => videoOf(entry, 1, { paused: false, ended: false })],
    ['its video is paused', false, (entry) => videoOf(entry, 0, { paused: true, ended: false })],
    ['its video has ended', false, (entry) => videoOf(entry, 0, { paused: false, ended: true })],
    ['it has the focus', true, (entry) => entry.querySelector('input')?.focus()],
    ['another one has the focus', false, () => screen.getByLabelText('Field 1').focus()],
    [
      'its video fills the screen',
      true,
      (entry) => replace(document, { fullscreenElement: { value: entry.querySelector('video') } }),
    ],
    [
      'its video has a window of its own',
      true,
      (entry) => replace(document, { pictureInPictureElement: { value: entry.querySelector('video') } }),
    ],
    [
      'another part of the page fills the screen',
      false,
      () => replace(document, { fullscreenElement: { value: screen.getByLabelText('Field 1') } }),
    ],
  ])('where %s, stays mounted: %j', (_, isInUse, use) => {
    const { report, entry, isMounted } = renderList()
    act(() => void use(entry(0)))
    report(0, false)
    expect(isMounted(0)).toBe(isInUse)
  })

  it('goes on with a download in the page while it is out of view', async () => {
    const { reports } = observePage()
    const { wrapper, client, setTask, send, end, saved, advance } = createDownloadApp({ total: 4_000 })
    setTask({ id: 'a' })
    render(
      <VideoTaskProvider client={{ ...client, isLinkable: false }}>
        <VideoTaskList taskIds={['a']} />
      </VideoTaskProvider>,
      { wrapper },
    )
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Download' })))
    await send(1_000)
    const report = (isIntersecting: boolean) =>
      act(() => reports.forEach((tell) => tell([{ isIntersecting, boundingClientRect: { height: 240 } }])))
    report(false)
    expect(screen.queryByRole('button')).toBeNull()
    await send(1_000)
    await advance(300)
    report(true)
    expect(screen.getByRole('button', { name: 'Downloading 50%' })).toBeTruthy()
    report(false)
    await send(2_000)
    await end()
    expect(saved).toHaveLength(1)
    await advance(100)
    report(true)
    expect(screen.getByRole('button', { name: 'Saved' })).toBeTruthy()
  })

  it.each([
    ['grid', null],
    ['rows', 'compact'],
  ] as const)('has the shape of a card in a %s', (layout, variant) => {
    const { entry } = renderList({ layout })
    const [card] = entry(6).children
    expect(card?.getAttribute('data-variant')).toBe(variant)
    expect(card?.getAttribute('aria-hidden')).toBe('true')
    expect([...entry(6).querySelectorAll('*')].map(({ className }) => className)).toEqual([
      'video-task-card',
      'video-task-well',
      'video-task-frame',
      'video-task-row',
    ])
  })
})
