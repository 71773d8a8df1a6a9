import type { EmulatedAnswer } from '../answers/EmulatedAnswer.js'

/** Something that goes wrong with one request, as it looks on the wire. */
export interface Fault {
  /** What it is, for people. */
  about: string
  answer: EmulatedAnswer
  /** How many requests in a row about one task it hits, where it is chosen by name. */
  times: number
}
