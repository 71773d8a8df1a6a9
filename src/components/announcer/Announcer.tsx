'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useVideoTaskContext } from '../../hooks/useVideoTaskContext.js'
import { useMessages } from '../messages/useMessages.js'
import { pageMemory } from '../page/pageMemory.js'
import { useFormats } from '../page/useFormats.js'
import { useVideoTaskWatch } from '../useVideoTaskWatch.js'
import { hideVisually } from './hideVisually.js'
import { milestoneOf } from './milestoneOf.js'
import { spokenWords } from './spokenWords.js'

/**
 * The live region of a watch, a `<span role="status">` that nobody sees. It speaks milestones alone: the start, 25, 50 and
 * 75 %, the end; each once in the page, however many components watch, and nothing of what was so when it came.
 */
export function Announcer() {
  const { scope } = useVideoTaskContext()
  const { taskId, task, title } = useVideoTaskWatch()
  const { spoken } = useMessages(spokenWords)
  const formats = useFormats()
  const { told } = pageMemory(useQueryClient())
  const region = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (!task || taskId === null || !region.current) return
    const key = `${scope ?? ''} ${taskId}`
    const milestone = milestoneOf(task)
    const last = told.get(key)
    if (last !== undefined && milestone <= last) return
    told.set(key, milestone)
    if (last === undefined) return
    region.current.textContent =
      milestone === 1
        ? spoken.started(title)
        : milestone === 100
          ? spoken.completed(title)
          : milestone === 101
            ? spoken.failed(title)
            : spoken.progress(title, formats.percent(milestone))
  }, [task, taskId, title, scope, told, spoken, formats])
  return <span role="status" className="video-task-announcer" ref={hideVisually(region)} />
}
