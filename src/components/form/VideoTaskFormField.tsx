'use client'

import {
  type ChangeEvent,
  createContext,
  type FormEvent,
  forwardRef,
  type HTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useRef,
} from 'react'
import type {
  VideoTaskFormFieldName,
  VideoTaskFormFieldState,
  VideoTaskFormOption,
  VideoTaskFormValues,
} from './formFields.js'
import { classNames, type PartRender, renderPart } from '../renderPart.js'
import type { CreateVideoParams } from '../../core/client/VideoClient.js'
import { VideoTaskError } from '../../core/errors/VideoTaskError.js'
import type { VideoTaskFormMessages } from '../../core/messages.js'
import type { VideoReferences } from '../../hooks/references/useVideoReferences.js'
import type { VideoUpload } from '../../hooks/references/useVideoUpload.js'

/** State of a form, for fields of the app's own. */
export interface VideoTaskFormState {
  /** The values that were chosen, without the model's defaults. */
  values: VideoTaskFormValues
  /** The fields that the chosen model has, by name. */
  fields: Partial<Record<VideoTaskFormFieldName, VideoTaskFormFieldState>>
  /** What a create would send now. */
  params: CreateVideoParams
  /** Changes a value. */
  setValue: (name: VideoTaskFormFieldName, value: string) => void
  /** The reference pictures, for a field of the app's own. */
  references: VideoReferences
  /** The upload of the create; undefined where the app's `create` comes without one. */
  upload: VideoUpload | undefined
  /** Whether the create is pending. */
  isPending: boolean
  /** Why the last create failed. */
  error: Error | null
}

/** What the parts of a form share. */
export interface FormContextValue extends VideoTaskFormState {
  words: VideoTaskFormMessages
  /** The error that a field shows. */
  errorOf: (name: VideoTaskFormFieldName) => string | undefined
  /** Ends the editing of a field. */
  leave: () => void
  /** Shows the problem of a field. */
  reveal: (name: VideoTaskFormFieldName) => void
  maxPromptLength: number | undefined
  /** Name of the chosen model. */
  modelName: string | undefined
  /** The error of the reference pictures that the API gave. */
  referenceError: string | undefined
  layout: 'fields' | 'composer'
  /** Whether the last create succeeded and no value has changed since. */
  isCreated: boolean
}

/** The form around its parts; null outside of one. */
export const FormContext = createContext<FormContextValue | null>(null)

/** Reads the form around a part. */
export function useFormContext(): FormContextValue {
  const form = useContext(FormContext)
  if (form) return form
  throw new VideoTaskError('A part of the create form found no form. Put <VideoTaskForm> around it.', {
    code: 'missing_provider',
  })
}

/**
 * Reads the state of the nearest `VideoTaskForm`, for fields of the app's own.
 *
 * @throws {VideoTaskError} code `missing_provider` outside of a form
 * @example
 * ```tsx
 * import { useVideoTaskForm, VideoTaskForm } from 'react-video-task/components'
 *
 * function Lengths() {
 *   const { fields, setValue } = useVideoTaskForm()
 *   return fields.seconds?.options?.map(({ value, label }) => (
 *     <button key={value} type="button" onClick={() => setValue('seconds', value)}>{label}</button>
 *   ))
 * }
 *
 * export const Create = () => <VideoTaskForm models={['wan2.6']} slots={{ seconds: <Lengths /> }} />
 * ```
 */
export function useVideoTaskForm(): VideoTaskFormState {
  return useFormContext()
}

/** Props of `VideoTaskFormField`: its own, and every attribute of a `<div>`. */
export interface VideoTaskFormFieldProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> {
  /** Name of the field. */
  name: VideoTaskFormFieldName
  /** The label. @default the catalogue's */
  label?: ReactNode
  /** The app's own element instead of the `<select>`, `<input>` or `<textarea>`. */
  render?: PartRender<VideoTaskFormState> | undefined
}

/**
 * One field of the form around it, as the chosen model has it. Renders a `<div>` with a label, a `<select>`, `<input>` or
 * `<textarea>`, a note and an error; nothing for a parameter that the model does not have.
 *
 * @throws {VideoTaskError} code `missing_provider` outside of a form
 * @example
 * ```tsx
 * import { VideoTaskForm, VideoTaskFormField, VideoTaskFormSubmit } from 'react-video-task/components'
 *
 * export const Create = () => (
 *   <VideoTaskForm defaultValues={{ model: 'sora-2' }}>
 *     <VideoTaskFormField name="prompt" label="What happens in the video?" />
 *     <VideoTaskFormField name="seconds" />
 *     <VideoTaskFormSubmit />
 *   </VideoTaskForm>
 * )
 * ```
 */
export const VideoTaskFormField = forwardRef<HTMLDivElement, VideoTaskFormFieldProps>(
  function VideoTaskFormField({ name, label, render, className, ...props }, ref) {
    const form = useFormContext()
    const id = useId()
    const control = useRef<HTMLElement>(null)
    const field = form.fields[name]
    const problem = field?.problem ?? ''
    useEffect(() => {
      const element = control.current
      if (element && isControl(element)) element.setCustomValidity(problem)
    })
    if (!field) return null
    const error = form.errorOf(name)
    const [noteId, errorId] = [`${id}note`, `${id}error`]
    const [tag, attributes] = controlOf(name, field, form)
    const isSelect = tag === 'select'
    // A list needs no word on its range.
    const note = isSelect && field.range ? undefined : field.note
    const all = {
      id,
      name,
      // A list has each value in one spelling only.
      value: isSelect ? (field.sent ?? field.value) : field.value,
      className: 'video-task-input',
      'aria-invalid': error ? true : undefined,
      'aria-describedby': `${errorId} ${noteId}`,
      onChange: ({ target }: ChangeEvent<HTMLInputElement>) => form.setValue(name, target.value),
      onBlur: form.leave,
      onKeyDown: name === 'prompt' ? submitByKey : undefined,
      onInvalid: (event: FormEvent<HTMLElement>) => {
        // The error beside the field takes the place of the browser's own.
        event.preventDefault()
        form.reveal(name)
        if (event.currentTarget === firstInvalid(event.currentTarget)) event.currentTarget.focus()
      },
      ref: control,
    }
    return (
      <div {...props} ref={ref} className={classNames('video-task-field', className)}>
        <label htmlFor={id}>{label ?? form.words[name]}</label>
        {renderPart(render, tag, { ...attributes, ...all }, form)}
        <p id={errorId} className="video-task-field-error" aria-live="polite">
          {error && <bdi>{error}</bdi>}
        </p>
        <p id={noteId} className="video-task-note">
          {note && <bdi>{note}</bdi>}
        </p>
      </div>
    )
  },
)

/** The tag of a field's control, and the attributes of that tag. */
function controlOf(
  name: VideoTaskFormFieldName,
  { value, options, range, isFixed }: VideoTaskFormFieldState,
  { words, maxPromptLength: maxLength, layout }: FormContextValue,
): [tag: 'input' | 'select' | 'textarea', attributes: Record<string, unknown>] {
  if (name === 'prompt')
    return [
      'textarea',
      {
        required: true,
        maxLength,
        rows: 3,
        // Without a text, "auto" would be from left to right, the placeholder as well.
        dir: value ? 'auto' : undefined,
        placeholder: words.promptPlaceholder,
      },
    ]
  if (isFixed) return ['input', { readOnly: true, dir: 'auto' }]
  if (range && layout === 'fields') return ['input', { type: 'number', step: 1, ...range }]
  if (options) return ['select', { required: name === 'model', children: optionElements(options) }]
  return ['input', { required: name === 'model', autoComplete: 'off', spellCheck: false }]
}

/** Submits the form by Enter with Control or Command, which a `<textarea>` does not do by itself. */
function submitByKey(event: KeyboardEvent<HTMLElement>): void {
  const { key, ctrlKey, metaKey, repeat, nativeEvent } = event
  if (key !== 'Enter' || !(ctrlKey || metaKey) || repeat || nativeEvent.isComposing) return
  event.preventDefault()
  event.currentTarget.closest('form')?.requestSubmit()
}

function optionElements(options: VideoTaskFormOption[]): ReactNode {
  const groups = [...new Set(options.map(({ group }) => group))]
  return groups.map((group) => {
    const elements = options
      .filter((option) => option.group === group)
      .map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))
    return group === undefined ? (
      elements
    ) : (
      <optgroup key={group} label={group}>
        {elements}
      </optgroup>
    )
  })
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

const isControl = (element: Element): element is Control => 'setCustomValidity' in element

/** The first invalid control of the form that an element is in. */
export function firstInvalid(element: HTMLElement): Element | undefined {
  const elements = element.closest('form')?.elements ?? []
  return [...elements].find((one) => isControl(one) && one.willValidate && !one.validity.valid)
}
