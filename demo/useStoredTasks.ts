import { useEffect, useState } from 'react'
import * as z from 'zod/mini'

const KEY = 'react-video-task demo'

const storedTasks = z.array(
  z.object({
    id: z.string(),
    params: z.object({ model: z.string(), prompt: z.string(), seconds: z.number(), size: z.string() }),
  }),
)

/** A task made here, and what it was made with. */
export type StoredTask = z.infer<typeof storedTasks>[number]

function read(): StoredTask[] {
  try {
    return storedTasks.parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
  } catch (error) {
    console.warn('The stored list of videos could not be read; starting with an empty one.', error)
    return []
  }
}

/** The tasks made here, newest first; they outlive a reload. */
export function useStoredTasks() {
  const [tasks, setTasks] = useState(read)
  useEffect(() => {
    try {
      localStorage.setItem(KEY, JSON.stringify(tasks))
    } catch (error) {
      console.warn('The list of videos could not be stored; a reload will lose it.', error)
    }
  }, [tasks])
  return [tasks, setTasks] as const
}
