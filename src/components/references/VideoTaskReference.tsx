'use client'

import { forwardRef, type HTMLAttributes, type ReactNode } from 'react'
import { closeIcon, earlierIcon, Icon, laterIcon } from '../icons.js'
import { classNames } from '../renderPart.js'
import type { VideoTaskReferencesMessages } from '../../core/messages.js'
import type { VideoReference } from '../../hooks/references/checkReferences.js'
import type { VideoReferences } from '../../hooks/references/useVideoReferences.js'

/** Part of a picture that gets the focus. */
export type ReferenceControl = 'earlier' | 'later' | 'remove'

interface VideoTaskReferenceProps extends HTMLAttributes<HTMLLIElement> {
  reference: VideoReference
  index: number
  references: VideoReferences
  /** Name of the model. */
  model: string
  words: VideoTaskReferencesMessages
  /** Formats a number. */
  number: (value: number) => string
  onMove: (index: number, control: ReferenceControl) => void
  onRemove: () => void
  /** The app's own element instead of the `<img>`. */
  picture: ReactNode
}

/** One picture: a preview, its role or number, why it is not taken, and buttons that move and remove it. */
export const VideoTaskReference = forwardRef<HTMLLIElement, VideoTaskReferenceProps>(
  function VideoTaskReference(
    { reference, index, references, model, words, number, onMove, onRemove, picture, className, ...props },
    ref,
  ) {
    const { preview, position, role, problem, warning, size } = reference
    const total = references.items.length
    const name = isolate(reference.name)
    const button = (control: ReferenceControl, label: string, path: string, act?: () => void) => (
      <button
        type="button"
        className="video-task-action"
        data-control={control}
        aria-label={label}
        // The attribute `disabled` would drop the focus.
        aria-disabled={act ? undefined : true}
        onClick={act}
      >
        <Icon path={path} />
      </button>
    )
    const moveTo = (to: number, control: ReferenceControl) =>
      to < 0 || to >= total ? undefined : () => onMove(to, control)
    return (
      <li
        {...props}
        ref={ref}
        className={classNames('video-task-reference', className)}
        data-problem={problem}
        data-warning={warning}
        title={reference.name}
      >
        <div className="video-task-reference-well">
          {picture === undefined ? <img src={preview} alt={reference.name} draggable={false} /> : picture}
          {position !== undefined && (
            <span className="video-task-reference-badge">
              {(role && words.roles[role]) ?? words.image(number(position))}
            </span>
          )}
        </div>
        <div className="video-task-reference-actions">
          {total > 1 && (
            <>
              {button('earlier', words.earlier(name), earlierIcon, moveTo(index - 1, 'earlier'))}
              {button('later', words.later(name), laterIcon, moveTo(index + 1, 'later'))}
            </>
          )}
          {button('remove', words.remove(name), closeIcon, onRemove)}
        </div>
        {problem && (
          <p className={problem === 'unsupported' ? 'video-task-note' : 'video-task-field-error'}>
            {problemText(problem, { references, model, words, number })}
          </p>
        )}
        {warning && (
          <p className="video-task-note">
            {words.otherSize(model, frameSize(size), frameSize(references.size))}
          </p>
        )}
      </li>
    )
  },
)

/** A frame size as people read it, from left to right in a sentence of any direction. */
const frameSize = (size = '') => `\u2066${size.replace('x', ' × ')}\u2069`

/** A name in a sentence of any direction. */
export const isolate = (name: string) => `\u2068${name}\u2069`

/** Media types as people read them. */
export const typeNames = (types: readonly string[]) =>
  types
    .map((type) =>
      type
        .replace(/^image\//, '')
        .toUpperCase()
        .replace('WEBP', 'WebP'),
    )
    .join(', ')

/** Bytes as a number of megabytes. */
export const megabytes = (bytes: number, number: (value: number) => string) =>
  number(Math.round(bytes / 100_000) / 10)

function problemText(
  problem: NonNullable<VideoReference['problem']>,
  {
    references: { max, types, maxBytes },
    model,
    words: { problems },
    number,
  }: Pick<VideoTaskReferenceProps, 'references' | 'model' | 'words' | 'number'>,
): string {
  if (problem === 'unsupported') return problems.unsupported(model)
  if (problem === 'wrong_type') return problems.wrong_type(model, typeNames(types))
  if (problem === 'too_large') return problems.too_large(megabytes(maxBytes, number))
  return problems.too_many(model, number(max))
}
