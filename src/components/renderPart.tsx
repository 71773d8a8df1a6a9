'use client'

import {
  cloneElement,
  type ElementType,
  isValidElement,
  type ReactElement,
  type Ref,
  type RefCallback,
} from 'react'
import type { WatchedTask } from './useVideoTaskWatch.js'

/** Attributes, handlers, children and the ref of a part's element. */
export type PartProps = Record<string, unknown>

/**
 * The app's own element for a part: an element that takes the part's props under its own, or a function of these props
 * and the state around the part, which is the watch or the form. Class names, refs and event handlers are merged, the
 * app's first; any other prop of the app's replaces the part's.
 */
export type PartRender<State = WatchedTask> =
  ReactElement<PartProps> | ((props: PartProps, state: State) => ReactElement | null)

/** Renders a part: its own tag, or the element that the app's `render` gives instead. */
export function renderPart<State>(
  render: PartRender<State> | undefined,
  Tag: ElementType,
  props: PropsWithRef,
  state: State,
): ReactElement | null {
  if (!render) return <Tag {...props} />
  if (!isValidElement<PropsWithRef>(render)) return typeof render === 'function' ? render(props, state) : null
  const theirs = { ...render.props }
  // React 18 keeps an element's ref beside its props and warns of reading it among them; React 19 does the reverse. A
  // descriptor is read without a warning, and a copy has no ref that warns.
  const ref = Object.getOwnPropertyDescriptor(render, 'ref')?.value ?? theirs.ref
  const merged: PropsWithRef = {}
  for (const name in props) merged[name] = mergeProp(name, props[name], theirs[name])
  merged.ref = (element) => {
    assignRef(ref, element)
    assignRef(props.ref, element)
  }
  return cloneElement(render, merged)
}

type PropsWithRef = PartProps & { ref?: Ref<unknown> }

/** Merges a prop of the part with the app's own of the same name. */
function mergeProp(name: string, ours: unknown, theirs: unknown): unknown {
  if (theirs === undefined) return ours
  if (name === 'className') return [ours, theirs].join(' ')
  if (typeof ours !== 'function' || typeof theirs !== 'function') return theirs
  return (...args: unknown[]) => {
    theirs(...args)
    ours(...args)
  }
}

/** Assigns an element to a ref of either kind. Returns the cleanup that a callback ref may return in React 19. */
export function assignRef<T>(ref: Ref<T> | undefined, element: T | null): ReturnType<RefCallback<T>> {
  if (typeof ref === 'function') return ref(element)
  if (ref) ref.current = element
}

/** Joins class names, without the undefined ones. */
export function classNames(...names: (string | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}

/** Attributes for the state of a watch: `data-status`, and `data-retrying` while an outage is retried. */
export function stateAttributes({ state, isPolling }: WatchedTask) {
  return { 'data-status': state, 'data-retrying': state === 'unreachable' && isPolling ? '' : undefined }
}

/**
 * Width and height of a size such as `1280x720`; 16 by 9 when the size is unknown, which reserves a frame of that shape.
 */
export function frameSize(size: string | undefined): { width: number; height: number } {
  const [, width, height] = /^([1-9]\d{0,4})[x*×]([1-9]\d{0,4})$/i.exec(size ?? '') ?? [size, 16, 9]
  return { width: Number(width), height: Number(height) }
}
