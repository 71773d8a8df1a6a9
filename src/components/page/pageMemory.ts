'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useContext } from 'react'
import { VideoTaskContext } from '../../hooks/VideoTaskProvider.js'
import { perQueryClient } from '../../query/perQueryClient.js'

/** What the components of one page share: one clock, what was shown and said of each task, and what writes its numbers. */
interface PageMemory {
  /** Highest percentage shown of each running task, so that none goes backwards where it is shown anew. */
  shown: Map<string, number>
  /** Last milestone of each task that was spoken or passed over. */
  told: Map<string, number>
  /** Calls the listener once a second. @returns what ends it */
  onTick: (listener: (now: number) => void) => () => void
  /** Writes numbers and times in a language. */
  formats: (locale: string) => Formats
}

/** The memory of the page that a QueryClient belongs to. */
export const pageMemory = perQueryClient((): PageMemory => {
  const listeners = new Set<(now: number) => void>()
  const formats = new Map<string, Formats>()
  let timer: ReturnType<typeof setInterval> | undefined
  return {
    shown: new Map(),
    told: new Map(),
    onTick: (listener) => {
      timer ??= setInterval(() => {
        const now = Date.now()
        for (const each of listeners) each(now)
      }, 1_000)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    formats: (locale) => {
      const made = formats.get(locale) ?? createFormats(locale)
      formats.set(locale, made)
      return made
    },
  }
})

/** Writes numbers and times in one language. */
interface Formats {
  number: (value: number) => string
  /** A percentage from 0 to 100, without decimals: a percentage is reached once it is passed. */
  percent: (value: number) => string
  /** A time in ms: seconds under a minute, minutes under an hour, else hours. */
  duration: (ms: number) => string
  /** A span of two times in ms, in the unit of the longer one. */
  range: (min: number, max: number) => string
}

const UNITS = [
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
] as const

const unitOf = (ms: number) => UNITS.find((each) => ms >= each.ms) ?? UNITS[2]

/** Makes what writes numbers and times in a language; `Intl` objects are dear, so they are made once. */
function createFormats(locale: string): Formats {
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  const units = new Map<string, Intl.NumberFormat>()
  const of = (unit: string) => {
    const made =
      units.get(unit) ??
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 })
    units.set(unit, made)
    return made
  }
  return {
    number: (value) => number.format(value),
    percent: (value) => percent.format(Math.floor(value) / 100),
    duration: (value) => {
      const { unit, ms } = unitOf(value)
      return of(unit).format(Math.floor(Math.max(0, value) / ms))
    },
    range: (min, max) => {
      const { unit, ms } = unitOf(max)
      // Seconds to the next five: nobody can promise them singly.
      const step = unit === 'second' ? 5 : 1
      const from = Math.floor(min / ms / step) * step
      const to = Math.ceil(max / ms / step) * step
      return from >= to || from === 0 ? of(unit).format(to) : of(unit).formatRange(from, to)
    },
  }
}

/** What writes numbers and times in the provider's language, English where it names none. */
export function useFormats(): Formats {
  const locale = useContext(VideoTaskContext)?.messages?.locale ?? 'en'
  return pageMemory(useQueryClient()).formats(locale)
}
