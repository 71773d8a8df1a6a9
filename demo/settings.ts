import type { VideoTaskMessages } from 'react-video-task'
import {
  chineseMessages,
  englishMessages,
  frenchMessages,
  germanMessages,
  japaneseMessages,
  portugueseMessages,
  spanishMessages,
} from 'react-video-task/messages'
import * as z from 'zod/mini'

/** Languages of the components. */
export const languages: Record<string, { name: string; messages: VideoTaskMessages }> = {
  en: { name: 'English', messages: englishMessages },
  de: { name: 'Deutsch', messages: germanMessages },
  es: { name: 'Español', messages: spanishMessages },
  fr: { name: 'Français', messages: frenchMessages },
  ja: { name: '日本語', messages: japaneseMessages },
  pt: { name: 'Português', messages: portugueseMessages },
  zh: { name: '中文', messages: chineseMessages },
}

/** What happens to the next video, by the scenario of the emulator; '' is the usual flow. */
export const scenarios: Record<string, string> = {
  '': 'Succeeds',
  fail: 'Moderation failure',
  error: 'Internal error',
  refuse: 'Rejected create',
  stuck: 'Never completes',
  'poll-503': 'Outage while watching',
  expired: 'Expired link',
}

/** How long the next video takes, in seconds; '' is the time that the demo was started with. */
export const durations: Record<string, string> = { '': 'As started', 6: '6 s', 60: '1 min', 300: '5 min' }

export const themes: Record<string, string> = { 'light dark': 'As the system', light: 'Light', dark: 'Dark' }

export const directions: Record<string, string> = { ltr: 'Left to right', rtl: 'Right to left' }

const settingsSchema = z.object({
  scenario: z.enum(Object.keys(scenarios)),
  duration: z.enum(Object.keys(durations)),
  language: z.enum(Object.keys(languages)),
  theme: z.enum(Object.keys(themes)),
  direction: z.enum(Object.keys(directions)),
})

/** Choices of the developer, which a product does not have. */
export type Settings = z.infer<typeof settingsSchema>

export const parseSettings = (stored: unknown): Settings => settingsSchema.parse(stored)

/** Whether the devtools are open, as it was stored. */
export const parseIsOpen = (stored: unknown): boolean => z.boolean().parse(stored)

export const initialSettings: Settings = {
  scenario: '',
  duration: '',
  language: 'en',
  theme: 'light dark',
  direction: 'ltr',
}

/** Adds the marker of a scenario to a prompt, by which the emulator chooses it. Without a scenario a marker that was typed stays. */
export function markPrompt(prompt: string, scenario: string): string {
  return scenario === '' ? prompt : `${unmarkPrompt(prompt)} [${scenario}]`
}

/** Removes that marker. */
export function unmarkPrompt(prompt: string): string {
  return prompt.replace(/ \[([a-z0-9-]+)\]$/, (marker: string, name: string) =>
    Object.hasOwn(scenarios, name) ? '' : marker,
  )
}
