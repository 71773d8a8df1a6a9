import type { ContenderName } from './page/contenders/contenders.js'

/** What one contender costs with so many tasks. */
export interface RenderFigures {
  name: ContenderName
  tasks: number
  /** A minute watched: polls answered, answers that showed another status or progress, renders of components. */
  polls: number
  changes: number
  renders: number
  /** Renders of the whole visit beyond the first of each task and one for each change. */
  needless: number
  /** CPU time of the page's process for a minute watched, in ms. */
  cpu: number
  /** CPU time of the main thread to render the page and to take it off again, in ms. */
  mount: number
  unmount: number
  /** Bytes of JavaScript heap for one task while it is watched. */
  heapPerTask: number
  /** Heap after tasks were watched, ended and left, as a part of what it was before them. */
  heapBack: number
  /** Once all tasks have ended, with the page still there: timers. Once they left: timers, object URLs, listeners. */
  timersAtEnd: number
  left: number
}
