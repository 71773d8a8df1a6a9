'use client'

import { useId, useRef } from 'react'
import type { RefusedVideoReference, VideoReference, VideoReferences } from 'react-video-task'
import { cn } from '@/lib/utils'
import { button } from '@/lib/video-task-styles'

interface VideoTaskUploaderProps {
  /** The pictures: the result of `useVideoReferences`, or of the form around it. */
  references: VideoReferences
  className?: string
}

/** Reference pictures by picker, drop or paste, in order, each checked against what the model takes. */
export function VideoTaskUploader({ references, className }: VideoTaskUploaderProps) {
  const { items, max, types, maxBytes, isDraggedOver, inputProps, dropProps, pasteProps } = references
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const taken = items.filter(({ problem }) => !problem).length
  return (
    <div
      role="group"
      aria-labelledby={id}
      className={cn('grid gap-2 text-sm', className)}
      {...dropProps}
      {...pasteProps}
    >
      <p className="flex items-baseline justify-between">
        <span id={id} className="font-medium">
          Reference pictures
        </span>
        <span role="status" className="text-xs text-muted-foreground tabular-nums">
          {taken} of {max}
        </span>
      </p>
      <ul className="grid grid-cols-3 gap-2 empty:hidden">
        {items.map((item, index) => (
          <Picture
            key={item.id}
            item={item}
            onMoveEarlier={index > 0 ? () => references.move(item.id, index - 1) : undefined}
            onRemove={() => {
              references.remove(item.id)
              input.current?.focus()
            }}
          />
        ))}
      </ul>
      <label
        className={cn(
          'grid cursor-pointer justify-items-center gap-1 rounded-md border border-dashed border-input px-4 py-5 text-center transition-colors',
          'hover:bg-accent has-focus-visible:border-ring has-focus-visible:ring-[3px] has-focus-visible:ring-ring/50',
          isDraggedOver && 'border-ring bg-accent',
        )}
      >
        <span className="font-medium">Add pictures</span>
        <span className="text-xs text-muted-foreground">
          {types.map((type) => type.replace('image/', '').toUpperCase()).join(', ')}, up to{' '}
          {Math.round(maxBytes / 1_000_000)} MB
        </span>
        <input {...inputProps} ref={input} className="sr-only" />
      </label>
      <p role="alert" className="text-xs text-destructive empty:hidden">
        {describeRefused(references.refused)}
      </p>
    </div>
  )
}

interface PictureProps {
  item: VideoReference
  onMoveEarlier: (() => void) | undefined
  onRemove: () => void
}

function Picture({
  item: { name, preview, position, role, problem },
  onMoveEarlier,
  onRemove,
}: PictureProps) {
  const label = problem ? PROBLEMS[problem] : (role?.replace('_', ' ') ?? `Picture ${position}`)
  return (
    <li className={cn('grid overflow-hidden rounded-md border', problem && 'border-destructive')}>
      <img src={preview} alt={name} className="aspect-square size-full bg-muted object-cover" />
      <p className={cn('px-2 pt-1 text-xs first-letter:uppercase', problem && 'text-destructive')}>{label}</p>
      <div className="flex justify-end">
        {onMoveEarlier && (
          <button
            type="button"
            className={cn(button.ghost, 'px-2 rtl:-scale-x-100')}
            onClick={onMoveEarlier}
            aria-label={`Move ${name} earlier`}
          >
            ←
          </button>
        )}
        <button
          type="button"
          className={cn(button.ghost, 'px-2')}
          onClick={onRemove}
          aria-label={`Remove ${name}`}
        >
          ×
        </button>
      </div>
    </li>
  )
}

const PROBLEMS: Record<NonNullable<VideoReference['problem']>, string> = {
  unsupported: 'Not sent: this model takes no pictures',
  wrong_type: 'Not a type that this model takes',
  too_large: 'Too large',
  too_many: 'More than this model takes',
}

const REFUSALS: Record<RefusedVideoReference['reason'], string> = {
  not_image: 'is not a picture',
  duplicate: 'is there already',
  too_large: 'is too large',
  too_many: 'is one too many',
  unreadable: 'could not be read',
}

const describeRefused = (refused: readonly RefusedVideoReference[]) =>
  refused.map(({ name, reason }) => `${name} ${REFUSALS[reason]}.`).join(' ')
