'use client'

import { forwardRef, type HTMLAttributes, type ReactNode, useContext, useEffect, useId, useRef } from 'react'
import {
  isolate,
  megabytes,
  type ReferenceControl,
  typeNames,
  VideoTaskReference,
} from './VideoTaskReference.js'
import { useReferenceDrag } from './useReferenceDrag.js'
import { firstInvalid, FormContext } from '../form/VideoTaskFormField.js'
import { hideVisually } from '../LiveText.js'
import { referencesWords } from '../messages/englishWords.js'
import { useNumberFormat } from '../messages/formats.js'
import { assignRef, classNames } from '../renderPart.js'
import { VideoTaskError } from '../../core/errors/VideoTaskError.js'
import type { VideoReference } from '../../hooks/references/checkReferences.js'
import type { RefusedVideoReference, VideoReferenceRefusal } from '../../hooks/references/referenceStore.js'
import type { VideoReferences } from '../../hooks/references/useVideoReferences.js'
import { VideoTaskContext } from '../../hooks/VideoTaskProvider.js'

/** Props of `VideoTaskReferences`: its own, and every attribute of a `<div>`. */
export interface VideoTaskReferencesProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> {
  /** The pictures: the result of `useVideoReferences`. @default those of the form around it */
  references?: VideoReferences | undefined
  /** Name of the model. @default that of the form around it */
  modelName?: string | undefined
  /** The label. @default the catalogue's */
  label?: ReactNode
  /** The app's own elements instead of the parts; null omits a part. */
  slots?: VideoTaskReferencesSlots | undefined
}

/** Parts that the app can replace with elements of its own; null omits a part. */
export interface VideoTaskReferencesSlots {
  /** Renders a picture instead of an `<img>`. */
  picture?: ((reference: VideoReference) => ReactNode) | undefined
  /** Replaces the text of the tile that opens the file picker. */
  add?: ReactNode
  /** Replaces the note on what can be added. */
  note?: ReactNode
}

/**
 * Adds, sorts and removes the reference pictures of a create. Renders a `<div role="group">` with a list of previews, each
 * with buttons that move it earlier or later and remove it, and an `<input type="file">`. Pictures can be dropped on it,
 * pasted, and sorted with a pointer. Each change is announced; a picture that the model does not take is kept and marked, and
 * an error stands below. Renders nothing for a model that takes no pictures while there are none.
 *
 * @throws {VideoTaskError} code `missing_provider` without `references` outside of a form
 * @example
 * ```tsx
 * import { useVideoReferences } from 'react-video-task'
 * import { VideoTaskReferences } from 'react-video-task/components'
 *
 * export function Frames() {
 *   const references = useVideoReferences({ model: 'veo3-fast' })
 *   return <VideoTaskReferences references={references} label="First and last frame" />
 * }
 * ```
 */
export const VideoTaskReferences = forwardRef<HTMLDivElement, VideoTaskReferencesProps>(
  function VideoTaskReferences({ references: own, modelName, label, slots = {}, className, ...props }, ref) {
    const form = useContext(FormContext)
    const references = own ?? form?.references
    if (!references) {
      throw new VideoTaskError('VideoTaskReferences needs `references`, or a <VideoTaskForm> around it.', {
        code: 'missing_provider',
      })
    }
    const words = { ...referencesWords, ...useContext(VideoTaskContext)?.messages?.references }
    const number = useNumberFormat()
    const id = useId()
    const group = useRef<HTMLDivElement | null>(null)
    const input = useRef<HTMLInputElement>(null)
    const region = useRef<HTMLElement | null>(null)
    /** Where the focus goes after the next render. */
    const nextFocus = useRef<[index: number, control: ReferenceControl]>(undefined)
    const isPicked = useRef(false)
    const known = useRef(references.items)
    const { items, isSupported, isReading, isDraggedOver, max, types, maxBytes, inputProps } = references
    const model = modelName ?? form?.modelName ?? words.thisModel
    const isMarked = items.some(({ problem }) => problem && problem !== 'unsupported')
    const problem = isReading ? words.reading : isMarked ? words.misfit : ''
    const taken = items.filter((item) => !item.problem).length
    const isFull = taken >= max || !isSupported
    const sizeLimit = megabytes(maxBytes, number)

    const announce = (text: string) => {
      if (region.current) region.current.textContent = text
    }
    const announceMove = ({ name }: VideoReference, index: number) =>
      announce(words.moved(isolate(name), number(index + 1), number(items.length)))
    const { dragged, listProps } = useReferenceDrag({
      ids: items.map((item) => item.id),
      move: references.move,
      onMoved: (id) => items.forEach((item, index) => item.id === id && announceMove(item, index)),
    })

    useEffect(() => {
      // Once for all files of one choice.
      const added = isReading ? [] : items.filter((item) => !known.current.some(({ id }) => id === item.id))
      if (!isReading) known.current = items
      if (added.length > 0) {
        announce(words.added(namesOf(added)))
        // The last picture takes the place of the tile that has the focus.
        if (isPicked.current && isFull) nextFocus.current = [items.length - 1, 'remove']
        isPicked.current = false
      }
      const [index, control] = nextFocus.current ?? []
      nextFocus.current = undefined
      if (index === undefined) return
      const buttons = group.current?.querySelectorAll<HTMLElement>(`[data-control=${control}]`) ?? []
      const target = buttons[Math.min(index, buttons.length - 1)] ?? input.current
      target?.focus()
    })
    useEffect(() => input.current?.setCustomValidity(problem), [problem])

    if (!isSupported && items.length === 0) return null
    const [errorId, noteId] = [`${id}error`, `${id}note`]
    const refusals = refusalTexts(references.refused, (reason, names) =>
      words.refusals[reason](names, sizeLimit),
    )
    const error = isMarked ? words.misfit : form?.referenceError
    return (
      <div
        role="group"
        aria-labelledby={`${id}label`}
        aria-describedby={`${errorId} ${noteId}`}
        {...props}
        {...references.dropProps}
        {...(form ? {} : references.pasteProps)}
        ref={(element) => {
          group.current = element
          return assignRef(ref, element)
        }}
        className={classNames('video-task-references', className)}
        data-dragged-over={isDraggedOver ? '' : undefined}
      >
        <p className="video-task-references-label">
          <span id={`${id}label`}>{label ?? words.label}</span>
          {isSupported && (
            <span className="video-task-note" dir="auto">
              {words.count(number(taken), number(max))}
            </span>
          )}
        </p>
        <ul {...listProps}>
          {items.map((reference, index) => (
            <VideoTaskReference
              key={reference.id}
              {...{ reference, index, references, model, words, number }}
              data-dragged={dragged === reference.id ? '' : undefined}
              picture={slots.picture?.(reference)}
              onMove={(to, control) => {
                nextFocus.current = [to, control]
                references.move(reference.id, to)
                announceMove(reference, to)
              }}
              onRemove={() => {
                nextFocus.current = [index, 'remove']
                references.remove(reference.id)
                announce(words.removed(isolate(reference.name)))
              }}
            />
          ))}
          <li hidden={isFull}>
            <label className="video-task-reference-add">
              {slots.add === undefined ? words.add : slots.add}
              <input
                {...inputProps}
                ref={input}
                name="input_reference"
                aria-label={words.add}
                aria-describedby={`${errorId} ${noteId}`}
                aria-invalid={error ? true : undefined}
                onChange={(event) => {
                  isPicked.current = true
                  inputProps.onChange(event)
                }}
                onInvalid={(event) => {
                  // The error below takes the place of the browser's own.
                  event.preventDefault()
                  if (event.currentTarget !== firstInvalid(event.currentTarget)) return
                  const marked = group.current?.querySelector<HTMLElement>(
                    '[data-problem] [data-control=remove]',
                  )
                  ;(marked ?? event.currentTarget).focus()
                }}
              />
            </label>
          </li>
        </ul>
        <div id={errorId} className="video-task-field-error" aria-live="polite">
          {error && <p>{error}</p>}
          {refusals.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
        {isSupported && slots.note !== null && (
          <p id={noteId} className="video-task-note">
            {slots.note ?? words.note(typeNames(types), sizeLimit)}
          </p>
        )}
        <span role="status" className="video-task-announcer" ref={hideVisually(region)} />
      </div>
    )
  },
)

/** The most names of files in one sentence. */
const MAX_NAMES = 3

function namesOf(files: readonly { name: string }[]): string {
  const names = files.slice(0, MAX_NAMES).map(({ name }) => isolate(name))
  const rest = files.length - names.length
  return names.join(', ') + (rest > 0 ? ` +${rest}` : '')
}

/** One sentence for each reason. */
function refusalTexts(
  refused: readonly RefusedVideoReference[],
  textOf: (reason: VideoReferenceRefusal, names: string) => string,
): string[] {
  const reasons = [...new Set(refused.map(({ reason }) => reason))]
  return reasons.map((reason) => textOf(reason, namesOf(refused.filter((one) => one.reason === reason))))
}
