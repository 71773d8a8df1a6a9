import type { EmulatedTask } from './EmulatedTask.js'

/** The record of a task that nobody has asked about yet. */
export const nothingAsked = (): EmulatedTask['asked'] => ({ retrieve: [], content: [], file: [] })
