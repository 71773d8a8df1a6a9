'use client'

import {
  type ChangeEvent,
  type ClipboardEvent,
  type DragEvent,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import {
  checkReferences,
  limitsOf,
  type VideoReference,
  type VideoReferenceLimits,
} from './checkReferences.js'
import { createReferenceStore, getEmptyState, type ReferenceState } from './referenceStore.js'

/** Options of `useVideoReferences`. */
export interface UseVideoReferencesOptions {
  /** Id of the chosen model, whose facts limit the pictures. @default a model without facts */
  model?: string | undefined
  /**
   * The most bytes of one picture. No documentation names a number; a proxy takes no more than its `maxBodyBytes` for all.
   * @default 20000000
   */
  maxBytes?: number | undefined
  /**
   * Frame size of the video, `WIDTHxHEIGHT` in pixels: a picture of another one gets a warning where the model expects the
   * same, as Sora does.
   * @default that of a create without `size`
   */
  size?: string | undefined
}

/** Reference pictures of a form, and what adds to them. */
export interface VideoReferences
  extends
    Omit<ReferenceState, 'items'>,
    Pick<VideoReferenceLimits, 'isSupported' | 'max' | 'types' | 'maxBytes' | 'size'> {
  /** The pictures in their order, those that the model does not take included. */
  items: readonly VideoReference[]
  /** What a create sends: the pictures that the model takes, in order. Spread it into the parameters. */
  params: VideoReferenceParams
  /** Adds files. Resolves once they are checked. */
  add: (files: Iterable<File>) => Promise<void>
  /** Removes a picture. */
  remove: (id: string) => void
  /** Moves a picture to an index, counted from 0. */
  move: (id: string, index: number) => void
  /** Removes all pictures. */
  clear: () => void
  /** Whether files are being dragged over the element with `dropProps`. */
  isDraggedOver: boolean
  /** Props of an `<input>` that opens the file picker. */
  inputProps: {
    type: 'file'
    accept: string
    multiple: boolean
    onChange: (event: ChangeEvent<HTMLInputElement>) => void
  }
  /** Props of an element on which files can be dropped. */
  dropProps: {
    onDragOver: (event: DragEvent) => void
    onDragLeave: (event: DragEvent) => void
    onDrop: (event: DragEvent) => void
  }
  /** Props of an element in which pictures can be pasted. */
  pasteProps: { onPaste: (event: ClipboardEvent) => void }
}

/** Parameters of a create: nothing without a picture, a file for one, a list for more. */
export interface VideoReferenceParams {
  input_reference?: File | File[]
}

/**
 * Holds the reference pictures of a form: files by picker, drop or paste, in order, checked against the model's facts and by
 * their first bytes. A picture that the model does not take is kept and marked, so that it fits again after the next change
 * of the model. What is no picture, or there already, is refused with a reason.
 *
 * @example
 * ```tsx
 * import { useCreateVideoTask, useVideoReferences } from 'react-video-task'
 *
 * export function FirstFrame() {
 *   const { items, inputProps, dropProps, params } = useVideoReferences({ model: 'veo3-fast' })
 *   const { mutate } = useCreateVideoTask()
 *   return (
 *     <div {...dropProps}>
 *       <input aria-label="Images" {...inputProps} />
 *       {items.map(({ id, preview, name, role, problem }) => (
 *         <img key={id} src={preview} alt={`${name}, ${problem ?? role}`} />
 *       ))}
 *       <button onClick={() => mutate({ model: 'veo3-fast', prompt: 'It snows', ...params })}>Create</button>
 *     </div>
 *   )
 * }
 * ```
 */
export function useVideoReferences({
  model,
  maxBytes,
  size,
}: UseVideoReferencesOptions = {}): VideoReferences {
  const [store] = useState(createReferenceStore)
  const state = useSyncExternalStore(store.subscribe, store.getState, getEmptyState)
  const [isDraggedOver, setDraggedOver] = useState(false)
  const limits = useMemo(() => limitsOf(model, maxBytes, size), [model, maxBytes, size])
  const maxSize = limits.maxBytes
  // The same functions as long as possible, for effects that depend on one.
  const actions = useMemo(() => {
    const add = (files: Iterable<File>) => store.add(files, maxSize)
    return {
      add,
      remove: store.remove,
      move: store.move,
      clear: store.clear,
      ...handlersOf(add, setDraggedOver),
    }
  }, [store, maxSize])
  return useMemo(() => {
    const { isSupported, max, types } = limits
    const items = checkReferences(state.items, limits)
    const { onChange, ...rest } = actions
    return {
      ...state,
      ...rest,
      items,
      params: paramsOf(items),
      isSupported,
      max,
      types,
      maxBytes: limits.maxBytes,
      size: limits.size,
      isDraggedOver,
      inputProps: { type: 'file', accept: types.join(), multiple: max > 1, onChange },
    }
  }, [state, limits, actions, isDraggedOver])
}

/** Handlers of the elements that files come through. */
function handlersOf(
  add: (files: Iterable<File>) => Promise<void>,
  setDraggedOver: (isDraggedOver: boolean) => void,
): Pick<VideoReferences, 'dropProps' | 'pasteProps'> & Pick<VideoReferences['inputProps'], 'onChange'> {
  return {
    onChange: ({ currentTarget }) => {
      void add(currentTarget.files ?? [])
      // So that the same file can be chosen again.
      currentTarget.value = ''
    },
    dropProps: {
      onDragOver: (event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
        setDraggedOver(true)
      },
      onDragLeave: ({ currentTarget, relatedTarget }) => {
        if (!(isNode(relatedTarget) && currentTarget.contains(relatedTarget))) setDraggedOver(false)
      },
      onDrop: (event) => {
        setDraggedOver(false)
        if (event.dataTransfer.files.length === 0) return
        event.preventDefault()
        void add(event.dataTransfer.files)
      },
    },
    pasteProps: {
      onPaste: (event) => {
        const { files, types } = event.clipboardData
        // Cells of a spreadsheet come as a picture too. They are text.
        const isText = types.includes('text/plain') && types.includes('text/html')
        if (files.length === 0 || isText) return
        event.preventDefault()
        void add(files)
      },
    },
  }
}

/** `instanceof` is false for a node of another window. */
const isNode = (target: EventTarget | null): target is Node => target !== null && 'nodeType' in target

function paramsOf(items: readonly VideoReference[]): VideoReferenceParams {
  const files = items.filter(({ problem }) => !problem).map(({ file }) => file)
  const [first] = files
  if (!first) return {}
  return { input_reference: files.length === 1 ? first : files }
}
