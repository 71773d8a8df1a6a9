import { decodeEscapes } from './escapes.js'
import {
  decodeBase64,
  decodeHex,
  findBase64,
  findHex,
  fitLayers,
  readLayer,
  type TextLayer,
} from './textLayers.js'

/**
 * Makes the function that removes a key from a text: every run of 8 or more of its characters, in any case, plain or behind
 * two encodings (escapes of URLs, HTML and JSON, base64, hex), broken or not; and a masked key with its ends showing.
 *
 * A key of 6 or 7 characters is removed where it stands whole. Shorter ones are placeholders, and are not removed.
 *
 * The cost grows with the text's length only, whatever is in it, and a text without the key is returned itself.
 */
export function createKeyRedaction(key: string): (text: string) => string {
  if (key.length < MIN_KEY_LENGTH) return (text) => text
  const runs = createRunTable(key)
  const markMasked = createMaskSearch(key)
  let layers: TextLayer[] = []
  // Polls of a task that has not changed bring the same text, which is searched once.
  const cleanTexts = new Set<string>()

  function search(text: string): string {
    const marks = createMarks(text)
    markMasked(text, marks.add)
    if (text.length < runs.length) return marks.replace()
    layers = fitLayers(layers, MAX_DECODINGS + 1, text.length)
    const [first] = layers
    for (let at = 0; first && at < text.length;) {
      at = readLayer(text, at, first)
      searchLayers(layers, 0, runs, marks.add)
      // The next part starts early enough to hold whole what this one holds in part.
      if (at < text.length) at = first.starts[first.length - OVERLAP] ?? at
    }
    return marks.replace()
  }

  return (text) => {
    if (text.length < MIN_TEXT_LENGTH || (text.length <= MAX_KEPT_LENGTH && cleanTexts.has(text))) return text
    const clean = search(text)
    if (clean === text && text.length <= MAX_KEPT_LENGTH) {
      if (cleanTexts.size >= MAX_CLEAN_TEXTS) cleanTexts.clear()
      cleanTexts.add(text)
    }
    return clean
  }
}

/** Texts without the key that are kept, so that they are not searched again. */
const MAX_CLEAN_TEXTS = 256

/** The longest of them. */
const MAX_KEPT_LENGTH = 4096

/** Removing shorter keys from every text would only garble it. */
const MIN_KEY_LENGTH = 6

/** Runs of fewer characters would match by accident. */
const RUN_LENGTH = 8

/** A mask beside three characters of the key. */
const MIN_TEXT_LENGTH = 4

/** How many encodings within each other are decoded. */
const MAX_DECODINGS = 2

/** Characters that two parts of a long text share. A run in two encodings takes at most 300. */
const OVERLAP = 1024

type AddMark = (start: number, end: number) => void

/** Marks the runs in a layer, and in everything that it can be decoded to. */
function searchLayers(layers: readonly TextLayer[], depth: number, runs: RunTable, mark: AddMark): void {
  const [layer, decoded] = [layers[depth], layers[depth + 1]]
  if (!layer || layer.length < runs.length) return
  markRuns(layer, runs, mark)
  if (!decoded) return
  if (decodeEscapes(layer, decoded)) searchLayers(layers, depth + 1, runs, mark)
  // A run in groups of 3 bytes fills this many and touches two more.
  const groups = Math.floor((runs.length - 2) / 3)
  for (const spans of findBase64(layer, groups)) {
    if (spans.length === 0) continue
    decodeBase64(layer, spans, decoded)
    searchLayers(layers, depth + 1, runs, mark)
  }
  for (const spans of findHex(layer)) {
    if (spans.length === 0) continue
    decodeHex(layer, spans, decoded)
    searchLayers(layers, depth + 1, runs, mark)
  }
}

/**
 * The transitions of an Aho-Corasick automaton for all runs of the key: a state is the longest end of what was read that
 * stands in the key, and the number of its row in `next`. The states of whole runs come last.
 */
interface RunTable {
  /** Characters of a run. */
  length: number
  /** The column of each character code; 0 for those that are not in the key. */
  columns: Uint8Array
  next: Uint32Array
  /** The first state of a whole run. */
  found: number
}

function createRunTable(key: string): RunTable {
  const folded = key.toLowerCase()
  const length = Math.min(RUN_LENGTH, key.length)
  const alphabet = [...new Set(folded)]
  const width = alphabet.length + 1
  const columns = new Uint8Array(128)
  for (const [index, char] of alphabet.entries()) {
    columns[char.charCodeAt(0)] = columns[char.toUpperCase().charCodeAt(0)] = index + 1
  }
  const states = new Map([['', 0]])
  for (let size = 1; size <= length; size++) {
    for (let at = 0; at + size <= folded.length; at++) {
      const part = folded.slice(at, at + size)
      if (!states.has(part)) states.set(part, states.size * width)
    }
  }
  const next = new Uint32Array(states.size * width)
  let found = Infinity
  // Shorter parts come first, so the row of a part's end is complete before the part's own.
  for (const [part, state] of states) {
    const shorter = states.get(part.slice(1)) ?? 0
    if (part.length === length) found = Math.min(found, state)
    for (const [index, char] of alphabet.entries()) {
      const longer = part.length < length ? states.get(part + char) : undefined
      next[state + index + 1] = longer ?? (part === '' ? 0 : (next[shorter + index + 1] ?? 0))
    }
  }
  return { length, columns, next, found }
}

function markRuns(
  { length, codes, starts, ends }: TextLayer,
  { columns, next, found, length: runLength }: RunTable,
  mark: AddMark,
): void {
  let state = 0
  for (let at = 0; at < length; at++) {
    state = next[state + (columns[codes[at] ?? 0] ?? 0)] ?? 0
    if (state >= found) mark(starts[at - runLength + 1] ?? 0, ends[at] ?? 0)
  }
}

/** What gateways write for the middle of a key: `sk-abc***xyz`, `sk-abc...xyz`, `sk-abcxxxxxyz`. */
const MASK = /\*\*|••|…|\.{3}|[xX]{4}/

/** The fewest characters beside a mask that identify the key. */
const MIN_VISIBLE = 3

/** Makes the function that marks keys which are masked with their start or end showing. */
function createMaskSearch(key: string): (text: string, mark: AddMark) => void {
  const folded = key.toLowerCase()
  const masks = new RegExp(MASK, 'g')
  const parts = new Set<number>()
  for (let at = 0; at + MIN_VISIBLE <= key.length; at++) parts.add(partAt(folded, at))

  return (text, mark) => {
    masks.lastIndex = 0
    for (let match; (match = masks.exec(text));) {
      const { index } = match
      // Not a repetition in the pattern: one of millions would overflow its stack.
      let end = index + match[0].length
      while (end < text.length && foldedCode(text, end) === foldedCode(text, index)) end++
      masks.lastIndex = end
      if (!parts.has(partAt(text, index - MIN_VISIBLE)) && !parts.has(partAt(text, end))) continue
      const before = countStart(text, index, folded)
      const after = countEnd(text, end, folded)
      if (before >= MIN_VISIBLE || after >= MIN_VISIBLE) mark(index - before, end + after)
    }
  }
}

const foldedCode = (text: string, at: number) => {
  const code = text.charCodeAt(at)
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code
}

/** The `MIN_VISIBLE` characters at an index as one number. */
const partAt = (text: string, at: number) =>
  ((foldedCode(text, at) & 0xff) << 16) |
  ((foldedCode(text, at + 1) & 0xff) << 8) |
  (foldedCode(text, at + 2) & 0xff)

/** Whether a text holds the key's characters `from` to `to` at an index. */
function holdsAt(text: string, at: number, key: string, from: number, to: number): boolean {
  for (let index = from; index < to; index++) {
    if (foldedCode(text, at + index - from) !== key.charCodeAt(index)) return false
  }
  return true
}

/** How many characters of the key's start a text has before an index. */
function countStart(text: string, end: number, key: string): number {
  for (let length = Math.min(end, key.length); length > 0; length--) {
    if (holdsAt(text, end - length, key, 0, length)) return length
  }
  return 0
}

/** How many characters of the key's end a text has from an index on. */
function countEnd(text: string, start: number, key: string): number {
  for (let length = Math.min(text.length - start, key.length); length > 0; length--) {
    if (holdsAt(text, start, key, key.length - length, key.length)) return length
  }
  return 0
}

/** Collects the places to remove from a text, in any order and overlapping. */
function createMarks(text: string) {
  // The changes of how many marks cover a place.
  let changes: Int16Array | undefined
  return {
    add(start: number, end: number): void {
      changes ??= new Int16Array(text.length + 1)
      changes[start] = (changes[start] ?? 0) + 1
      changes[end] = (changes[end] ?? 0) - 1
    },
    replace(): string {
      if (!changes) return text
      const kept: string[] = []
      let depth = 0
      let done = 0
      for (let at = 0; at < changes.length; at++) {
        const change = changes[at] ?? 0
        if (change === 0) continue
        if (depth === 0) kept.push(text.slice(done, at))
        depth += change
        done = at
      }
      return [...kept, text.slice(done)].join(REDACTED)
    },
  }
}

const REDACTED = '[redacted]'
