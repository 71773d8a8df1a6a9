import { describe, expect, it } from 'vitest'
import * as catalogues from 'react-video-task/messages'
import type { VideoTaskMessages } from 'react-video-task/messages'

const { englishMessages, englishErrorMessages } = catalogues
const english = { ...englishMessages, errors: englishErrorMessages }
const languages = Object.entries(catalogues)
  .filter(([name]) => /^(?!english)[a-z]+Messages$/.test(name))
  .map(([name, messages]): [string, VideoTaskMessages] => {
    if (typeof messages === 'function' || !('locale' in messages)) throw new Error(`${name} is no catalogue.`)
    return [name, messages]
  })

/** Lists the strings and functions of a catalogue by their paths. */
function entriesOf(value: object, path = ''): [string, unknown][] {
  return Object.entries(value).flatMap(([key, entry]: [string, unknown]): [string, unknown][] =>
    typeof entry === 'object' && entry !== null
      ? entriesOf(entry, `${path}${key}.`)
      : [[`${path}${key}`, entry]],
  )
}

/** Settings of a catalogue, which are no text. */
const isText = ([path]: [string, unknown]) => path !== 'locale' && path !== 'units'

/** What a message says with markers in place of its values; announcements take a number and a percentage. */
function textOf([path, entry]: [string, unknown], count = 2): string {
  if (typeof entry !== 'function') return String(entry)
  const values = path.startsWith('announcements')
    ? ['‹0›', { count, percent: '‹1›' }]
    : path.startsWith('counts')
      ? ['‹0›', count]
      : ['‹0›', '‹1›', '‹2›']
  return String(Reflect.apply(entry, undefined, values))
}

const placeholdersOf = (text: string) => [...new Set(text.match(/‹\d›/g))].sort()

it('ships six translations', () => {
  expect(languages.map(([, { locale }]) => locale)).toEqual(['zh-Hans', 'fr', 'de', 'ja', 'pt-BR', 'es'])
})

describe.each(languages)('%s', (_, messages) => {
  const entries = entriesOf(messages).filter(isText)

  it('has every message of the English one, and no other', () => {
    const paths = (all: [string, unknown][]) => all.map(([path]) => path).sort()
    expect(paths(entries)).toEqual(paths(entriesOf(english).filter(isText)))
  })

  it('uses the same values in each message', () => {
    for (const entry of entriesOf(english).filter(isText)) {
      const [path] = entry
      const own = entries.find(([other]) => other === path)
      if (own) expect([path, placeholdersOf(textOf(own))]).toEqual([path, placeholdersOf(textOf(entry))])
    }
  })

  it('has a locale that Intl knows', () => {
    expect(Intl.PluralRules.supportedLocalesOf(messages.locale)).toEqual([messages.locale])
  })

  it('has a text of its own, with typographic quotes and no space at an end', () => {
    for (const entry of entries) {
      for (const text of [textOf(entry, 1), textOf(entry, 2), textOf(entry, 5)]) {
        expect(text).toMatch(/\S/)
        expect(text).toBe(text.trim())
        expect(text).not.toMatch(/['"]|\.\.\.|undefined|!/)
      }
    }
  })
})

it.each([
  ['spanishMessages', '1 listo', '2 listos'],
  ['portugueseMessages', '1 restante', '2 restantes'],
  ['frenchMessages', '1 prête', '2 prêtes'],
])('%s has the forms of one and of many', (name, one, many) => {
  const messages = languages.find(([other]) => other === name)?.[1]
  const forms = Object.values(messages?.counts ?? {}).flatMap((count) => [count('1', 1), count('2', 2)])
  expect(forms).toEqual(expect.arrayContaining([one, many]))
})

it('has English words for each message', () => {
  for (const entry of entriesOf(english).filter(isText)) {
    const [path] = entry
    expect([path, textOf(entry)]).toEqual([path, expect.stringMatching(/\S/)])
  }
})

it('says what happened and what the reader can do, without the words of developers', () => {
  for (const [, text] of entriesOf(englishErrorMessages)) {
    expect(text).toMatch(/\.$/)
    expect(text).not.toMatch(/\b(task|API|request ID|content check|token)\b/i)
  }
})

it.each([
  ['englishMessages', 'by 1 character.', 'by 2 characters.'],
  ['frenchMessages', 'de 1 caractère.', 'de 2 caractères.'],
  ['spanishMessages', 'sobra un carácter.', 'sobran 2 caracteres.'],
  ['portugueseMessages', 'em 1 caractere.', 'em 2 caracteres.'],
] as const)('%s has one character too many in the singular', (name, one, two) => {
  const { form } = catalogues[name]
  expect([form?.promptTooLong?.('1'), form?.promptTooLong?.('2')]).toEqual([
    expect.stringMatching(`${one}$`),
    expect.stringMatching(`${two}$`),
  ])
})
