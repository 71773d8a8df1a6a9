import { hasSameBytes, readFrameSize, readImageType, withImageType } from './imageFiles.js'
import { createListeners } from '../../core/listeners.js'

/** A picture that was added. */
export interface ReferenceItem {
  /** Identifies the picture as long as it is in the list. */
  id: string
  /** The file as a create sends it: under the type of its bytes. */
  file: File
  /** Name of the file that was added. */
  name: string
  /** Object URL of the picture, while a component shows it; undefined on a server. */
  preview: string | undefined
  /** Frame size, `WIDTHxHEIGHT` in pixels; undefined where the page cannot decode the picture. */
  size: string | undefined
}

/** Why a file was not added. */
export type VideoReferenceRefusal = 'not_image' | 'duplicate' | 'too_large' | 'too_many' | 'unreadable'

/** A file that was not added. */
export interface RefusedVideoReference {
  /** Name of the file. */
  name: string
  reason: VideoReferenceRefusal
}

/** The pictures of a form, and what became of the last files. */
export interface ReferenceState {
  items: readonly ReferenceItem[]
  /** Of the last files that were added, those that were refused. */
  refused: readonly RefusedVideoReference[]
  /** Whether files are being checked. */
  isReading: boolean
}

/** The pictures of one form. Its object URLs exist while it has listeners. */
export interface ReferenceStore {
  subscribe: (listener: () => void) => () => void
  getState: () => ReferenceState
  add: (files: Iterable<File>, maxBytes: number) => Promise<void>
  remove: (id: string) => void
  move: (id: string, index: number) => void
  clear: () => void
}

/** The most pictures that a list keeps, those that the model does not take included. */
const MAX_KEPT_REFERENCES = 20

const EMPTY: ReferenceState = { items: [], refused: [], isReading: false }

/** The state on a server, which has no files. */
export const getEmptyState = () => EMPTY

/** Creates an empty list of pictures. */
export function createReferenceStore(): ReferenceStore {
  let state = EMPTY
  let count = 0
  let reading = Promise.resolve()
  let pending = 0
  let isShown = false

  const { subscribe, current } = createListeners(() => {
    isShown = true
    set({ items: state.items.map(withPreview) })
    return () => {
      isShown = false
      state.items.forEach(revoke)
      state = { ...state, items: state.items.map((item) => ({ ...item, preview: undefined })) }
    }
  })

  const set = (change: Partial<ReferenceState>) => {
    state = { ...state, ...change }
    current().forEach((listener) => listener())
  }

  const withPreview = (item: ReferenceItem): ReferenceItem =>
    // jsdom has no object URLs.
    isShown && 'createObjectURL' in URL ? { ...item, preview: URL.createObjectURL(item.file) } : item

  const addOne = async (file: File, maxBytes: number): Promise<VideoReferenceRefusal | undefined> => {
    if (file.size > maxBytes) return 'too_large'
    if (state.items.length >= MAX_KEPT_REFERENCES) return 'too_many'
    try {
      const type = await readImageType(file)
      if (type === undefined) return 'not_image'
      for (const item of state.items) if (await hasSameBytes(item.file, file)) return 'duplicate'
      const size = await readFrameSize(file)
      const { name } = file
      const item = { id: `${++count}`, file: withImageType(file, type), name, preview: undefined, size }
      set({ items: [...state.items, withPreview(item)] })
    } catch {
      return 'unreadable'
    }
  }

  const addAll = async (files: readonly File[], maxBytes: number) => {
    const refused: RefusedVideoReference[] = []
    for (const file of files) {
      const reason = await addOne(file, maxBytes)
      if (reason) refused.push({ name: file.name, reason })
    }
    pending--
    set({ refused, isReading: pending > 0 })
  }

  return {
    subscribe: (listener) => {
      const unsubscribe = subscribe(listener)
      // The first one has made the object URLs.
      listener()
      return unsubscribe
    },
    getState: () => state,
    add: (files, maxBytes) => {
      const all = [...files]
      if (all.length === 0) return reading
      pending++
      set({ refused: [], isReading: true })
      // One after the other, so that the order is that of the calls.
      reading = reading.then(() => addAll(all, maxBytes))
      return reading
    },
    remove: (id) => {
      state.items.filter((item) => item.id === id).forEach(revoke)
      set({ items: state.items.filter((item) => item.id !== id), refused: [] })
    },
    move: (id, index) => {
      const from = state.items.findIndex((item) => item.id === id)
      const to = Math.min(Math.max(index, 0), state.items.length - 1)
      if (from < 0 || from === to) return
      const items = [...state.items]
      items.splice(to, 0, ...items.splice(from, 1))
      set({ items })
    },
    clear: () => {
      state.items.forEach(revoke)
      set({ items: [], refused: [] })
    },
  }
}

const revoke = ({ preview }: ReferenceItem) => {
  if (preview) URL.revokeObjectURL(preview)
}
