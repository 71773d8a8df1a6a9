'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useContext } from 'react'
import type { VideoTaskMessages } from '../../core/messages.js'
import { VideoTaskContext } from '../../hooks/VideoTaskProvider.js'
import { perQueryClient } from '../../query/perQueryClient.js'

/** Returns the provider's messages; the English words given stand in for those it leaves out. */
export function useMessages<Name extends keyof VideoTaskMessages>(
  words: Pick<VideoTaskMessages, Name>,
): Pick<VideoTaskMessages, Name> & Pick<Partial<VideoTaskMessages>, 'errors'> {
  return { ...words, ...useContext(VideoTaskContext)?.messages }
}

/** Number and time formats of the provider's `locale`; English without one. */
export function useFormats(): Formats {
  const locale = useContext(VideoTaskContext)?.messages?.locale ?? 'en'
  const byLocale = formatsByLocale(useQueryClient())
  const formats = byLocale.get(locale) ?? createFormats(locale)
  byLocale.set(locale, formats)
  return formats
}

/** `Intl` formatters are slow to construct, so a page makes those of each locale once. */
const formatsByLocale = perQueryClient(() => new Map<string, Formats>())

interface Formats {
  number: (value: number) => string
  /** Formats a percentage from 0 to 100, rounded down to a whole one. */
  percent: (value: number) => string
  /** Formats a time in ms: in seconds under a minute, in minutes under an hour, else in hours. */
  duration: (ms: number) => string
  /** Formats how long ago something was, in ms. */
  ago: (ms: number) => string
  /** Formats a range of two times in ms, in the unit of the longer one. */
  range: (min: number, max: number) => string
}

function createFormats(locale: string): Formats {
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  let relative: Intl.RelativeTimeFormat | undefined
  const units = new Map<string, Intl.NumberFormat>()
  const formatOf = (unit: string) => {
    const format =
      units.get(unit) ??
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 })
    units.set(unit, format)
    return format
  }
  return {
    number: (value) => number.format(value),
    percent: (value) => percent.format(Math.floor(value) / 100),
    duration: (value) => {
      const { unit, ms } = unitOf(value)
      return formatOf(unit).format(Math.floor(Math.max(0, value) / ms))
    },
    ago: (value) => {
      const { unit, ms } = value >= DAY_MS ? { unit: 'day' as const, ms: DAY_MS } : unitOf(value)
      relative ??= new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'auto' })
      return relative.format(-Math.floor(Math.max(0, value) / ms), unit)
    },
    range: (min, max) => {
      const { unit, ms } = unitOf(max)
      // An estimate is not exact to the second: seconds are rounded to steps of five.
      const step = unit === 'second' ? 5 : 1
      const from = Math.floor(min / ms / step) * step
      const to = Math.ceil(max / ms / step) * step
      return from >= to || from === 0 ? formatOf(unit).format(to) : formatOf(unit).formatRange(from, to)
    },
  }
}

const DAY_MS = 86_400_000

const UNITS = [
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
] as const

/** The largest unit that a time fills at least once. */
const unitOf = (ms: number) => UNITS.find((each) => ms >= each.ms) ?? UNITS[2]
