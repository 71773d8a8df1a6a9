'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type MutableRefObject, useEffect, useRef } from 'react'
import { useVideoTaskContext } from '../../hooks/useVideoTaskContext.js'
import { useMessages } from '../messages/useMessages.js'
import { pageMemory } from '../page/pageMemory.js'
import { useFormats } from '../page/useFormats.js'
import { titleWords } from '../root/titleWords.js'
import { useWatchedTask } from '../useWatchedTask.js'
import { milestoneOf } from './milestoneOf.js'
import { spokenWords } from './spokenWords.js'

const HIDDEN = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)'

/** A ref that hides an element from sight but not from screen readers: with or without our stylesheet, under any policy. */
const hideVisually = (ref: MutableRefObject<HTMLElement | null>) => (element: HTMLElement | null) => {
  ref.current = element
  if (element) element.style.cssText = HIDDEN
}

/**
 * The live region of a watch, a `<span role="status">` that nobody sees. It speaks milestones alone: the start, 25, 50 and
 * 75 %, the end; each once in the page, however many components watch, and nothing of what was so when it came.
 */
export function Announcer() {
  const { taskId, task, title } = useWatchedTask()
  const { scope } = useVideoTaskContext()
  const { spoken, untitled } = useMessages({ ...spokenWords, ...titleWords })
  const { percent } = useFormats()
  const { told } = pageMemory(useQueryClient())
  const region = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (!task || !region.current) return
    const key = `${scope ?? ''} ${taskId}`
    const milestone = milestoneOf(task)
    const last = told.get(key)
    told.set(key, Math.max(milestone, last ?? 0))
    if (last === undefined || milestone <= last) return
    const kind =
      milestone === 1 ? 'started' : milestone < 100 ? 'progress' : milestone > 100 ? 'failed' : 'completed'
    region.current.textContent = spoken[kind](title ?? untitled, percent(milestone))
  }, [task, taskId, title, untitled, scope, told, spoken, percent])
  return <span role="status" className="video-task-announcer" ref={hideVisually(region)} />
}
