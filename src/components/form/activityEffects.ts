import { useEffect, useRef } from 'react'

/** Runs an effect once for each new value. React runs effects again when an `<Activity>` shows the form again. */
export function useOnceFor<Value>(value: Value, effect: () => void): void {
  const last = useRef<Value>(undefined)
  useEffect(() => {
    if (value === last.current) return
    last.current = value
    if (value) effect()
  })
}

/** Returns a function that runs another one: now, or when an `<Activity>` shows the form again; never after it unmounted. */
export function useWhenShown(): (run: () => void) => void {
  const waiting = useRef<(() => void)[]>(undefined)
  useEffect(() => {
    waiting.current?.forEach((run) => run())
    waiting.current = undefined
    return () => {
      waiting.current = []
    }
  }, [])
  return (run) => void (waiting.current ? waiting.current.push(run) : run())
}
