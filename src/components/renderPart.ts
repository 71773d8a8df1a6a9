import { cloneElement, createElement, isValidElement, type ReactElement, type Ref } from 'react'
import { assignRef } from './assignRef.js'
import type { WatchedTask } from './WatchContext.js'

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
