'use client'

import { type PointerEvent, useRef, useState } from 'react'
import { isElement } from '../trees.js'

/** What a drag moves. */
interface ReferenceDragOptions {
  /** Ids of the pictures, in order. */
  ids: readonly string[]
  move: (id: string, index: number) => void
  /** Called when a picture was dropped at another place. */
  onMoved: (id: string) => void
}

/** How far a pointer moves before it drags, in px: less is a click. */
const DRAG_DISTANCE = 6

/**
 * Sorts the items of a list by dragging them with a pointer. The list captures the pointer, because an item that moves in
 * the document loses it. Touch drags sideways, and scrolls up and down.
 */
export function useReferenceDrag({ ids, move, onMoved }: ReferenceDragOptions) {
  const start = useRef<{ id: string; index: number; x: number; y: number }>(undefined)
  const [dragged, setDragged] = useState<string>()

  const end = () => {
    const from = start.current
    start.current = undefined
    setDragged(undefined)
    if (from && ids.indexOf(from.id) !== from.index) onMoved(from.id)
  }
  const listProps = {
    onPointerDown: ({ target, currentTarget, button, clientX: x, clientY: y }: PointerEvent) => {
      const index = indexAt(currentTarget, x, y)
      const id = ids[index]
      const isControl = isElement(target) && target.closest('button, input, a')
      if (button === 0 && id !== undefined && !isControl) start.current = { id, index, x, y }
    },
    onPointerMove: ({ currentTarget, clientX: x, clientY: y, pointerId }: PointerEvent) => {
      const from = start.current
      if (!from) return
      if (dragged === undefined) {
        if (Math.hypot(x - from.x, y - from.y) < DRAG_DISTANCE) return
        currentTarget.setPointerCapture?.(pointerId)
        setDragged(from.id)
      }
      const index = indexAt(currentTarget, x, y)
      const other = ids[index]
      if (other !== undefined && other !== from.id) move(from.id, index)
    },
    onPointerUp: end,
    onPointerCancel: end,
  }
  return { dragged, listProps }
}

/** Index of the child at a point; -1 beside all of them. */
function indexAt(list: Element, x: number, y: number): number {
  return [...list.children].findIndex((child) => {
    const { left, right, top, bottom } = child.getBoundingClientRect()
    return x >= left && x <= right && y >= top && y <= bottom
  })
}
