import { useCallback, useEffect, useRef, useState } from 'react'

/** Time in which a deletion can be undone, in ms. */
const UNDO_TIME = 8_000

/** What a card shows of its deletion, and what changes it. */
interface UndoableDelete {
  /** `pending`: deleted on screen only; `done`: the app was called. */
  phase: 'none' | 'pending' | 'done'
  begin: () => void
  undo: () => void
}

/**
 * Deletes a video on screen at once, and tells the app when the time to undo it is over, or when the card goes. A promise
 * of the app's that rejects brings the video back.
 */
export function useUndoableDelete(
  taskId: string | null,
  onDelete: ((taskId: string) => unknown) | undefined,
): UndoableDelete {
  const [deletion, setDeletion] = useState<{ id: string; phase: 'pending' | 'done' }>()
  const phase = deletion && deletion.id === taskId ? deletion.phase : 'none'
  const latest = useRef(onDelete)
  const isUndone = useRef(false)
  useEffect(() => {
    latest.current = onDelete
  })
  useEffect(() => {
    if (phase !== 'pending' || taskId === null) return
    isUndone.current = false
    const timer = setTimeout(() => setDeletion({ id: taskId, phase: 'done' }), UNDO_TIME)
    const tell = async () => {
      try {
        await latest.current?.(taskId)
      } catch (error) {
        console.error("The app's onDelete failed, so the video is shown again.", error)
        setDeletion(undefined)
      }
    }
    return () => {
      clearTimeout(timer)
      if (!isUndone.current) void tell()
    }
  }, [phase, taskId])
  return {
    phase,
    begin: useCallback(() => {
      if (taskId !== null) setDeletion({ id: taskId, phase: 'pending' })
    }, [taskId]),
    undo: useCallback(() => {
      isUndone.current = true
      setDeletion(undefined)
    }, []),
  }
}
