'use client'

import {
  type FormHTMLAttributes,
  forwardRef,
  Fragment,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react'
import { describeFields, type VideoTaskFormFieldName, type VideoTaskFormValues } from './formFields.js'
import { FormContext, type FormContextValue, VideoTaskFormField } from './VideoTaskFormField.js'
import { VideoTaskFormError, VideoTaskFormSubmit } from './VideoTaskFormSubmit.js'
import { assignRef, classNames } from '../renderPart.js'
import { formWords } from '../messages/englishWords.js'
import { useFormats } from '../messages/formats.js'
import type { CreateVideoParams } from '../../core/client/VideoClient.js'
import { isVideoTaskError } from '../../core/errors/VideoTaskError.js'
import { LISTED_NAMES, videoModels } from '../../core/models/videoModels.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { useCreateVideoTask, type UseCreateVideoTaskResult } from '../../hooks/useCreateVideoTask.js'
import { VideoTaskContext } from '../../hooks/VideoTaskProvider.js'

/** Props of `VideoTaskForm`: its own, and every attribute of a `<form>`. */
export interface VideoTaskFormProps extends FormHTMLAttributes<HTMLFormElement> {
  /** Ids of the models to offer, in this order; none for a text field. @default every model of `videoModels` */
  models?: readonly string[] | undefined
  /** Names of the models, by id. @default their ids */
  modelNames?: Readonly<Record<string, string>> | undefined
  /** The values, where the app holds them; they change in `onValuesChange` only. */
  values?: VideoTaskFormValues | undefined
  /** The values at first, where the form holds them, and again after a reset. @default the first model and its defaults */
  defaultValues?: VideoTaskFormValues | undefined
  /** Called with all values after each change. */
  onValuesChange?: ((values: VideoTaskFormValues) => void) | undefined
  /** Parameters that the create sends beside those of the fields, such as `input_reference`. */
  params?: Record<string, unknown> | undefined
  /** The most UTF-16 code units of a prompt, which the documentation does not limit. @default no limit */
  maxPromptLength?: number | undefined
  /** Errors to show beside fields, such as those of a schema. They do not stop a create: prevent the submit for that. */
  errors?: Partial<Record<VideoTaskFormFieldName, string | undefined>> | undefined
  /** Creates the video: the result of a `useCreateVideoTask` with options of the app's own. @default one without options */
  create?: Pick<UseCreateVideoTaskResult, 'mutate' | 'isPending' | 'error'> | undefined
  /** Called with the created task, unless the form has unmounted. */
  onCreated?: ((task: VideoTask, params: CreateVideoParams) => void) | undefined
  /** The app's own elements instead of the form's parts; null omits a part. */
  slots?: VideoTaskFormSlots | undefined
  /** Parts in a layout of the app's own, instead of all of them. */
  children?: ReactNode
}

/** Parts of a form that the app can replace with elements of its own, which read `useVideoTaskForm`; null omits a part. */
export interface VideoTaskFormSlots extends Partial<Record<VideoTaskFormFieldName, ReactNode>> {
  /** A field for reference images, whose files the app adds to `params`. @default none */
  references?: ReactNode
  /** Replaces `VideoTaskFormError`. */
  error?: ReactNode
  /** Replaces `VideoTaskFormSubmit`. */
  submit?: ReactNode
}

/**
 * Creates a video with what the chosen model documents: prompt, length, size or ratio, resolution. Renders a `<form>` whose
 * browser checks the values; errors stand beside their fields, in the page's language. A value that another model does not
 * have is kept and marked. Of a model that `videoModels` does not list, the fields take any text.
 *
 * An `onSubmit` of the app's own runs first and can prevent the create.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { useState } from 'react'
 * import { VideoTaskCard, VideoTaskForm } from 'react-video-task/components'
 *
 * export function Studio() {
 *   const [taskId, setTaskId] = useState<string>()
 *   return (
 *     <>
 *       <VideoTaskForm models={['wan2.6', 'sora-2']} onCreated={(task) => setTaskId(task.id)} />
 *       <VideoTaskCard taskId={taskId} />
 *     </>
 *   )
 * }
 * ```
 */
export const VideoTaskForm = forwardRef<HTMLFormElement, VideoTaskFormProps>(function VideoTaskForm(
  { create, ...props },
  ref,
) {
  return create ? <FormElement {...props} create={create} ref={ref} /> : <CreatingForm {...props} ref={ref} />
})

const CreatingForm = forwardRef<HTMLFormElement, Omit<VideoTaskFormProps, 'create'>>(
  function CreatingForm(props, ref) {
    return <FormElement {...props} create={useCreateVideoTask()} ref={ref} />
  },
)

type FormElementProps = VideoTaskFormProps & Required<Pick<VideoTaskFormProps, 'create'>>

const FormElement = forwardRef<HTMLFormElement, FormElementProps>(function FormElement(
  {
    models = MODELS,
    modelNames = {},
    values: given,
    defaultValues = {},
    onValuesChange,
    params: extra,
    maxPromptLength,
    errors = {},
    create: { mutate, isPending, error },
    onCreated,
    slots = {},
    children,
    onSubmit,
    onReset,
    className,
    ...props
  },
  ref,
) {
  const words = { ...formWords, ...useContext(VideoTaskContext)?.messages?.form }
  const formats = useFormats()
  const element = useRef<HTMLFormElement | null>(null)
  const [own, setOwn] = useState(defaultValues)
  const [revealed, setRevealed] = useState<VideoTaskFormFieldName[]>([])
  const [edited, setEdited] = useState<VideoTaskFormFieldName>()
  const [sent, setSent] = useState<CreateVideoParams>()
  const [isCreated, setIsCreated] = useState(false)
  const values = given ?? own
  const fields = describeFields(values, { words, formats, models, modelNames, maxPromptLength })
  const settings = LISTED_NAMES.map((name) => [name, fields[name]?.sent] as const)
  const params: CreateVideoParams = {
    ...extra,
    model: fields.model?.sent ?? '',
    prompt: fields.prompt?.sent ?? '',
    ...Object.fromEntries(settings.filter(([, value]) => value !== undefined)),
  }

  const changeTo = (next: VideoTaskFormValues) => {
    setOwn(next)
    setIsCreated(false)
    onValuesChange?.(next)
  }
  const refused = isVideoTaskError(error) ? error.param : undefined
  const form: FormContextValue = {
    values,
    fields,
    params,
    words,
    isPending,
    error,
    isCreated,
    maxPromptLength,
    setValue: (name, value) => {
      setEdited(name)
      changeTo({ ...values, [name]: value })
    },
    leave: () => setEdited(undefined),
    reveal: (name) => {
      setEdited(undefined)
      setRevealed((names) => [...names, name])
    },
    errorOf: (name) => {
      const { problem, value = '', range } = fields[name] ?? {}
      // A number of two digits is wrong after its first one; a blank prompt is an error once the video is asked for.
      const isEarly = (range && name === edited) || (!value.trim() && !revealed.includes(name))
      if (problem !== undefined && !isEarly) return problem
      return errors[name] ?? (name === refused && sent?.[name] === params[name] ? words.refused : undefined)
    },
  }

  useEffect(() => {
    const field = refused === undefined ? null : element.current?.elements.namedItem(refused)
    if (error && field instanceof HTMLElement) field.focus()
  }, [error, refused])

  const submit: VideoTaskFormProps['onSubmit'] = (event) => {
    onSubmit?.(event)
    if (event.defaultPrevented) return
    event.preventDefault()
    // Also where `noValidate` keeps the browser from checking.
    if (isPending || !event.currentTarget.checkValidity()) return
    setSent(params)
    setIsCreated(false)
    mutate(params, {
      onSuccess: (task) => {
        setIsCreated(true)
        onCreated?.(task, params)
      },
    })
  }
  const reset: VideoTaskFormProps['onReset'] = (event) => {
    onReset?.(event)
    if (event.defaultPrevented) return
    // React holds the values, which the browser's own reset does not know.
    event.preventDefault()
    setRevealed([])
    changeTo(defaultValues)
  }
  const field = (name: VideoTaskFormFieldName) =>
    slots[name] === undefined ? <VideoTaskFormField name={name} /> : slots[name]
  return (
    <FormContext.Provider value={form}>
      <form
        aria-label={words.submit}
        {...props}
        ref={(form) => {
          element.current = form
          return assignRef(ref, form)
        }}
        className={classNames('video-task-form', className)}
        onSubmit={submit}
        onReset={reset}
      >
        {children ?? (
          <>
            {field('model')}
            {field('prompt')}
            {slots.references}
            <div className="video-task-settings">
              {LISTED_NAMES.map((name) => (
                <Fragment key={name}>{field(name)}</Fragment>
              ))}
            </div>
            {slots.error === undefined ? <VideoTaskFormError /> : slots.error}
            {slots.submit === undefined ? <VideoTaskFormSubmit /> : slots.submit}
          </>
        )}
      </form>
    </FormContext.Provider>
  )
})

const MODELS = /* @__PURE__ */ Object.keys(videoModels)
