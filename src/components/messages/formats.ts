'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useContext, useMemo } from 'react'
import type { VideoTaskMessages } from '../../core/messages.js'
import type { WatchedTask } from '../useVideoTaskWatch.js'
import { VideoTaskContext } from '../../hooks/VideoTaskProvider.js'
import { perQueryClient, remember } from '../../query/perQueryClient.js'

/** Returns the provider's messages; the English words given stand in for those it leaves out. */
export function useMessages<Name extends keyof VideoTaskMessages>(
  words: Pick<VideoTaskMessages, Name>,
): Pick<VideoTaskMessages, Name> & Pick<Partial<VideoTaskMessages>, 'errors' | 'locale'> {
  return { ...words, ...useContext(VideoTaskContext)?.messages }
}

/** The state of a watch in words. */
export const stateWord = (words: VideoTaskMessages['state'], watch: WatchedTask): string =>
  words[stateKey(watch)]

/** The state of a watch, by what is certain of an outage and of a video that does not play. */
export const stateKey = (
  watch: Pick<WatchedTask, 'state' | 'isPolling' | 'task'>,
): keyof VideoTaskMessages['state'] =>
  watch.state === 'unreachable' && !watch.isPolling
    ? 'refused'
    : watch.state === 'expired' && watch.task?.observed?.unplayable === undefined
      ? 'notLoading'
      : watch.state

/** What keeps a watched video from being there, as `stateKey` says it; undefined where nothing does. */
export const problemOf = (watch: WatchedTask): keyof VideoTaskMessages['state'] | undefined => {
  const key = stateKey(watch)
  return /^(idle|loading|queued|in_progress|completed|deleted)$/.test(key) ? undefined : key
}

/** Formats of percentages and times in the provider's `locale`; English without one. */
export function useFormats(): Formats {
  const { locale = 'en', units = 'narrow' } = useContext(VideoTaskContext)?.messages ?? {}
  const byLocale = formatsByLocale(useQueryClient())
  return remember(byLocale, `${locale} ${units}`, () => createFormats(locale, units))
}

/** The format of numbers in the provider's `locale`; English without one. */
export function useNumberFormat(): (value: number) => string {
  const locale = useContext(VideoTaskContext)?.messages?.locale ?? 'en'
  return useMemo(() => new Intl.NumberFormat(locale).format, [locale])
}

/** `Intl` formatters are slow to construct, so a page makes those of each locale once. */
const formatsByLocale = perQueryClient(() => new Map<string, Formats>())

interface Formats {
  /** Formats a percentage from 0 to 100, rounded down to a whole one. */
  percent: (value: number) => string
  /** Formats a time in ms by its largest unit and the next smaller one, such as `1 min 12s`. */
  duration: (ms: number) => string
  /** Formats how long ago something was, in ms. */
  ago: (ms: number) => string
  /** Formats the time left, in ms: a range no wider than `MAX_RANGE_RATIO`, else its upper end, else that it is over soon. */
  timeLeft: (
    left: TimeLeft,
    words: Pick<VideoTaskMessages, 'timeLeft' | 'timeLeftUnder' | 'almostDone'>,
  ) => string
  /** Joins parts of equal rank, such as `2 ready, 4 to go`. */
  parts: (parts: string[]) => string
}

interface TimeLeft {
  min: number
  max: number
}

function createFormats(locale: string, units: 'narrow' | 'short'): Formats {
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  let relative: Intl.RelativeTimeFormat | undefined
  const formats = new Map<string, Intl.NumberFormat>()
  /** The same few texts are shown by many bars at every second, and a range takes 30 us to format. */
  const texts = new Map<string | number, string>()
  const formatOf = (unit: string) => {
    // A minute is never narrow: in English it would be `m`, as a metre is.
    const unitDisplay = unit === 'minute' ? 'short' : units
    return remember(formats, unit, () => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }))
  }
  const list = new Intl.ListFormat(locale, { type: 'unit', style: 'short' })
  return {
    percent: (value) => {
      const whole = Math.floor(value)
      return remember(texts, whole, () => percent.format(whole / 100))
    },
    duration: (value) => {
      const seconds = Math.floor(Math.max(0, value) / 1_000)
      const largest = unitOf(seconds)
      const [name, size] = largest
      const next = UNITS[UNITS.indexOf(largest) + 1]
      const text = formatOf(name).format(Math.floor(seconds / size))
      return next ? `${text} ${formatOf(next[0]).format(Math.floor((seconds % size) / next[1]))}` : text
    },
    ago: (value) => {
      const [name, size] = unitOf(value / 1_000)
      relative ??= new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'auto' })
      return relative.format(-Math.floor(Math.max(0, value) / 1_000 / size), name)
    },
    timeLeft: ({ min, max }, words) => {
      if (max <= ALMOST_DONE_MS) return words.almostDone
      const [name, size] = unitOf(max / 1_000)
      // An estimate is not exact to the second: seconds are rounded to steps of five.
      const step = size > 1 ? 1 : 5
      const ms = 1_000 * size * step
      const from = Math.round(min / ms) * step
      const to = Math.ceil(max / ms - 0.5) * step
      const format = formatOf(name)
      return to > from * MAX_RANGE_RATIO
        ? words.timeLeftUnder(format.format(Math.ceil(max / ms) * step))
        : words.timeLeft(
            from < to
              ? remember(texts, `${name} ${from} ${to}`, () => format.formatRange(from, to))
              : format.format(to),
          )
    },
    parts: (parts) => list.format(parts),
  }
}

/** Units of time and their sizes in seconds, the largest first. */
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** The largest unit that a time in seconds fills at least once. */
const unitOf = (time: number) => UNITS.find(([, size]) => time >= size) ?? UNITS[3]

/** A longer end of a range that is more than this many times the shorter one is shown alone. */
const MAX_RANGE_RATIO = 2.5
/** A shorter time left, in ms, is not counted. */
const ALMOST_DONE_MS = 15_000
