'use client'

import {
  cloneElement,
  createElement,
  type ForwardedRef,
  isValidElement,
  type ReactElement,
  type Ref,
  type RefCallback,
  useCallback,
} from 'react'
import type { WatchedTask } from './watch.js'

/** Attributes, handlers, children and the ref of a part's element. */
export type PartProps = Record<string, unknown>

type OwnProps = PartProps & { ref?: Ref<unknown> }

/**
 * The app's own element for a part: one that takes the part's props under its own, or a function of these props and the
 * watch. Of two class names, refs or event handlers both count, the app's first; of anything else the app's wins.
 */
export type PartRender =
  ReactElement<PartProps> | ((props: PartProps, watch: WatchedTask) => ReactElement | null)

/** Both of two props of one name. */
function join(name: string, ours: unknown, theirs: unknown): unknown {
  if (theirs === undefined) return ours
  if (name === 'className') return `${String(ours)} ${String(theirs)}`
  if (typeof ours !== 'function' || typeof theirs !== 'function') return theirs
  return (...args: unknown[]) => {
    theirs(...args)
    ours(...args)
  }
}

/** A part's element: its own tag, or what the app renders instead. */
export function renderPart(
  render: PartRender | undefined,
  tag: string,
  props: OwnProps,
  watch: WatchedTask,
): ReactElement | null {
  if (!render) return createElement(tag, props)
  if (!isValidElement<OwnProps>(render)) return typeof render === 'function' ? render(props, watch) : null
  // React 19 keeps an element's ref among its props, React 18 beside them.
  const { ref = Object.getOwnPropertyDescriptor(render, 'ref')?.value } = render.props
  const merged: OwnProps = {}
  for (const [name, value] of Object.entries(props)) merged[name] = join(name, value, render.props[name])
  merged.ref = (element: unknown) => {
    assignRef(ref, element)
    assignRef(props.ref, element)
  }
  return cloneElement(render, merged)
}

/** Gives an element to a ref of either kind; passes on the cleanup that a callback ref may return in React 19. */
export function assignRef<T>(ref: Ref<T> | undefined, element: T | null): ReturnType<RefCallback<T>> {
  if (typeof ref === 'function') return ref(element)
  if (ref) ref.current = element
}

/** Class names in one attribute, without those that are not there. */
export function classNames(...names: (string | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}

/** The state of a watch as attributes: `data-status`, and `data-retrying` while an outage is waited out. */
export function stateAttributes({ state, isPolling }: WatchedTask) {
  return { 'data-status': state, 'data-retrying': state === 'unreachable' && isPolling ? '' : undefined }
}

/** Width and height of a size such as `1280x720`; 16 by 9, which a frame is reserved in before its size is known, where there is none. */
export function frameSize(size: string | undefined): { width: number; height: number } {
  const [, width, height] = /^([1-9]\d{0,4})[x*×]([1-9]\d{0,4})$/i.exec(size ?? '') ?? [size, 16, 9]
  return { width: Number(width), height: Number(height) }
}

/**
 * A ref that also writes a custom property: through the style object, since a strict Content-Security-Policy drops
 * `style` attributes, and while React commits, so that no frame is painted without it.
 */
export function useStyleProperty<T extends HTMLElement>(
  name: `--${string}`,
  value: string | number | undefined,
  forwarded: ForwardedRef<T>,
): RefCallback<T> {
  return useCallback(
    (element: T | null) => {
      const cleanup = assignRef(forwarded, element)
      if (value === undefined) element?.style.removeProperty(name)
      else element?.style.setProperty(name, String(value))
      return cleanup
    },
    [name, value, forwarded],
  )
}
