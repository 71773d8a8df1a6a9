import { useEffect, useState } from 'react'
import * as z from 'zod/mini'

const KEY = 'react-video-task demo'

const storedTasks = z.array(
  z.object({
    id: z.string(),
    params: z.object({ model: z.string(), prompt: z.string(), seconds: z.number(), size: z.string() }),
  }),
)

/** A task created in the demo, and its parameters. */
export type StoredTask = z.infer<typeof storedTasks>[number]

function read(): StoredTask[] {
  try {
    return storedTasks.parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
  } catch (error) {
    console.warn('Could not read the stored list of videos; starting with an empty one.', error)
    return []
  }
}

/** The tasks created in the demo, newest first, in localStorage. */
export function useStoredTasks() {
  const [tasks, setTasks] = useState(read)
  useEffect(() => {
    try {
      localStorage.setItem(KEY, JSON.stringify(tasks))
    } catch (error) {
      console.warn('Could not store the list of videos; a reload will lose it.', error)
    }
  }, [tasks])
  return [tasks, setTasks] as const
}
