import { createContext } from 'react'

/** Opens a task's video elsewhere, for the button that was pressed. Null plays it in place. */
export const OpenVideoContext = createContext<((taskId: string, button: HTMLElement) => void) | null>(null)
