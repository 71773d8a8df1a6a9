import { announcementWords } from './englishWords.js'
import { announceIn } from './liveRegion.js'
import type { VideoTaskMessages } from '../../core/messages.js'
import type { VideoTaskStatus } from '../../core/task/videoTask.js'

// Loads with the first answer of a running task, with the first change of another one, or with the press of a button that
// announces its outcome. The live regions are here alone, so a page has one of each document.

export { announceIn, retainRegion } from './liveRegion.js'

/** What is announced of a watch, when it has changed. */
export interface WatchFacts {
  /** The state, by what is certain of it. */
  kind: keyof VideoTaskMessages['state']
  status: VideoTaskStatus | undefined
  /** The highest percentage the task has reported. */
  progress: number | undefined
}

/** What was announced of a task. */
export interface HeardTask {
  /** What was so when it was first seen, which is not announced. */
  first?: WatchFacts
  /** The title that a component of its own gave it. */
  title?: string | undefined
  /** The last milestone it has passed. */
  milestone?: number
  /** What interrupts it. */
  problem?: 'stalled' | 'unreachable' | 'expired' | 'notLoading' | 'unplayable' | undefined
  /** When its first poll in a row failed, in ms since the epoch. */
  lostAt?: number | undefined
}

/** Where and in which words a watch is announced. */
interface Announcer {
  /** The element whose document or shadow root has the live region. */
  element: Element
  /** Its title is read only when there is something to announce. */
  watch: { readonly title: string | undefined }
  /** The app's own words; English for the rest. */
  messages: Partial<VideoTaskMessages> & Pick<VideoTaskMessages, 'untitled'>
}

/** Announces what of a watch has changed since it was heard last. */
export function announceWatch(
  heard: HeardTask,
  { kind, status, progress }: WatchFacts,
  now: number,
  { element, watch, messages }: Announcer,
): void {
  const announce = (sentence: keyof VideoTaskMessages['announcements'], value?: number) => {
    const { locale = 'en', untitled, announcements } = { ...announcementWords, ...messages }
    const percents = new Intl.NumberFormat(locale, { style: 'percent' })
    const percent = value === undefined ? '' : percents.format(Math.floor(value) / 100)
    const title = shorten(heard.title ?? watch.title ?? untitled)
    announceIn(element, title, `${sentence} ${percent}`, (titles) =>
      announcements[sentence](new Intl.ListFormat(locale).format(titles), { count: titles.length, percent }),
    )
  }

  if (kind === 'deleted') return
  if (kind === 'unreachable' || kind === 'refused') {
    heard.lostAt ??= now
    if (now - heard.lostAt < MIN_OUTAGE_MS || heard.problem === 'unreachable') return
    heard.problem = 'unreachable'
    announce(kind)
    return
  }
  heard.lostAt = undefined
  if (!status) return

  const milestone = milestoneOf(status, progress)
  const { first } = heard
  const last = heard.milestone ?? (first ? milestoneOf(first.status, first.progress) : milestone)
  const before = heard.problem
  const known = heard.milestone === undefined ? first?.kind : before
  const problem =
    kind === 'stalled' || kind === 'expired' || kind === 'notLoading' || kind === 'unplayable'
      ? kind
      : undefined
  heard.milestone = Math.max(milestone, last)
  heard.problem = problem
  if (milestone > last)
    announce(
      milestone === 1 ? 'started' : milestone < 100 ? 'progress' : milestone > 100 ? 'failed' : 'completed',
      milestone > 1 && milestone < 100 ? milestone : undefined,
    )
  else if (before === 'unreachable' && !problem) announce('back')
  if (problem && problem !== known) announce(problem, problem === 'stalled' ? progress : undefined)
}

/** A shorter outage, in ms, is not announced. */
const MIN_OUTAGE_MS = 10_000

/** The last milestone a task has passed: 0 queued, 1 started, 25, 50, 75, 100 completed, 101 failed. */
function milestoneOf(status: VideoTaskStatus | undefined, progress = 0): number {
  if (status === 'queued') return 0
  if (status !== 'in_progress') return status === 'completed' ? 100 : 101
  return Math.floor(progress / 25) * 25 || 1
}

/** Longest title in an announcement, in characters: a prompt may have hundreds, read aloud at each milestone. */
const MAX_TITLE_LENGTH = 80

function shorten(title: string): string {
  const characters = [...title]
  return characters.length > MAX_TITLE_LENGTH ? `${characters.slice(0, MAX_TITLE_LENGTH).join('')}…` : title
}
