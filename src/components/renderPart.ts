import { cloneElement, createElement, isValidElement, type ReactElement, type Ref } from 'react'
import { assignRef } from './assignRef.js'
import type { VideoTaskWatch } from './WatchContext.js'

/** Attributes, handlers, children and the ref of a part's element. */
export type PartProps = Record<string, unknown>

/**
 * The app's own element for a part: one that takes the part's props under its own, or a function of these props and the
 * watch. Of two class names, refs or event handlers both count, the app's first; of anything else the app's wins.
 */
export type PartRender =
  ReactElement<PartProps> | ((props: PartProps, watch: VideoTaskWatch) => ReactElement | null)

const isRef = (value: unknown): value is Ref<unknown> =>
  typeof value === 'function' || (typeof value === 'object' && value !== null && 'current' in value)

/** Both of two props of one name. */
function join(name: string, ours: unknown, theirs: unknown): unknown {
  if (theirs === undefined) return ours
  if (name === 'className') return `${String(ours)} ${String(theirs)}`
  if (typeof ours !== 'function' || typeof theirs !== 'function' || !/^on[A-Z]/.test(name)) return theirs
  return (...args: unknown[]) => {
    theirs(...args)
    ours(...args)
  }
}

/** React 19 keeps an element's ref among its props, React 18 beside them. */
function refOf(element: ReactElement<PartProps>): Ref<unknown> | null {
  const ref: unknown = element.props['ref'] ?? Object.getOwnPropertyDescriptor(element, 'ref')?.value
  return isRef(ref) ? ref : null
}

/** A part's element: its own tag, or what the app renders instead. */
export function renderPart(
  render: PartRender | undefined,
  tag: string,
  props: PartProps,
  watch: VideoTaskWatch,
): ReactElement | null {
  if (!render) return createElement(tag, props)
  if (!isValidElement<PartProps>(render)) return typeof render === 'function' ? render(props, watch) : null
  const merged: PartProps = {}
  for (const [name, value] of Object.entries(props)) merged[name] = join(name, value, render.props[name])
  const own = refOf(render)
  const ours = props['ref']
  if (own && isRef(ours)) {
    merged['ref'] = (element: unknown) => {
      assignRef(own, element)
      assignRef(ours, element)
    }
  }
  return cloneElement(render, merged)
}
