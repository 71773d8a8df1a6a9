import type * as parts from './announcements.js'
import { laterPart, type LaterPart } from '../../hooks/useLaterPart.js'

/** Announces to screen readers: loaded with the first task that runs or changes, or with the first announcement. */
export const announcements: LaterPart<typeof parts> = laterPart(() => import('./announcements.js'))

/** Announces a text politely to screen readers, in the live region of the element's document or shadow root. */
export async function announce(element: Element, text: string): Promise<void> {
  await announcements.load()
  announcements.current()?.announceIn(element, text)
}
