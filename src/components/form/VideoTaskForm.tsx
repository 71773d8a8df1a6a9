'use client'

import { type FormHTMLAttributes, forwardRef, Fragment, type ReactNode } from 'react'
import type { VideoTaskFormFieldName, VideoTaskFormValues } from './formFields.js'
import { type FormCreate, useFormState } from './useFormState.js'
import { FormContext, VideoTaskFormField } from './VideoTaskFormField.js'
import { VideoTaskFormError, VideoTaskFormSubmit } from './VideoTaskFormSubmit.js'
import { VideoTaskReferences } from '../references/VideoTaskReferences.js'
import { assignRef, classNames } from '../renderPart.js'
import type { CreateVideoParams } from '../../core/client/VideoClient.js'
import { LISTED_NAMES } from '../../core/models/documentedParams.js'
import { videoModels } from '../../core/models/videoModels.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import type { VideoTaskHistoryForm } from '../../hooks/history/historyParams.js'
import { useVideoUpload, type VideoUpload } from '../../hooks/references/useVideoUpload.js'
import { useCreateVideoTask } from '../../hooks/useCreateVideoTask.js'

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
  /**
   * A video's parameters to edit, as `useVideoTaskHistory` gives them to `onEdit`. Whenever this object is another one, its
   * values replace those that the form holds, its other parameters are sent beside the fields until the form is reset, chosen
   * pictures are removed, and the prompt gets the focus.
   * @default nothing to edit
   */
  draft?: VideoTaskHistoryForm | null | undefined
  /** Parameters that the create sends beside those of the fields, such as `seed`. */
  params?: Record<string, unknown> | undefined
  /** The most UTF-16 code units of a prompt, which the documentation does not limit. @default no limit */
  maxPromptLength?: number | undefined
  /** Errors to show beside fields, such as those of a schema. They do not stop a create: prevent the submit for that. */
  errors?: Partial<Record<VideoTaskFormFieldName, string | undefined>> | undefined
  /**
   * Creates the video: the result of a `useCreateVideoTask` with options of the app's own. With `mutateAsync`, `onCreated` is
   * also called of a create that ends while an `<Activity>` hides the form, once it is shown again.
   * @default one without options
   */
  create?: FormCreate | undefined
  /** The upload of `create`, to show its progress and cancel it. @default that of the form's own create */
  upload?: VideoUpload | undefined
  /** The most bytes of one reference picture. @default 20000000 */
  maxReferenceBytes?: number | undefined
  /** Called with the created task, unless the form has unmounted. */
  onCreated?: ((task: VideoTask, params: CreateVideoParams) => void) | undefined
  /**
   * `fields`: labelled fields under one another. `composer`: a large prompt, and the settings as chips beside the button; a
   * length is chosen from a list there, not typed. @default 'fields'
   */
  layout?: 'fields' | 'composer' | undefined
  /** The app's own elements instead of the form's parts; null omits a part. */
  slots?: VideoTaskFormSlots | undefined
  /** Parts in a layout of the app's own, instead of all of them. */
  children?: ReactNode
}

/** Parts of a form that the app can replace with elements of its own, which read `useVideoTaskForm`; null omits a part. */
export interface VideoTaskFormSlots extends Partial<Record<VideoTaskFormFieldName, ReactNode>> {
  /** Replaces `VideoTaskReferences`. */
  references?: ReactNode
  /** Replaces `VideoTaskFormError`. */
  error?: ReactNode
  /** Stands before the button, such as a `VideoTaskFormPrice`. @default nothing */
  price?: ReactNode
  /** Replaces `VideoTaskFormSubmit`. */
  submit?: ReactNode
}

/**
 * Creates a video with what the chosen model documents: prompt, length, size or ratio, resolution. Renders a `<form>` whose
 * browser checks the values; errors stand beside their fields, in the page's language. A value that another model does not
 * have is kept and marked. Of a model that `videoModels` does not list, the fields take any text.
 *
 * An `onSubmit` of the app's own runs first and can prevent the create. A double click, or a key that is held, makes one
 * video: a press with the same parameters less than 750 ms after the last one is the same press, unless that has failed.
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
    const upload = useVideoUpload()
    const create = useCreateVideoTask({ requestOptions: upload.requestOptions })
    return <FormElement {...props} create={create} upload={upload} ref={ref} />
  },
)

type FormElementProps = VideoTaskFormProps & Required<Pick<VideoTaskFormProps, 'create'>>

const FormElement = forwardRef<HTMLFormElement, FormElementProps>(function FormElement(
  {
    models = MODELS,
    modelNames = {},
    values,
    defaultValues = {},
    onValuesChange,
    draft,
    params,
    maxPromptLength,
    errors = {},
    create,
    upload,
    maxReferenceBytes,
    onCreated,
    layout = 'fields',
    slots = {},
    children,
    onSubmit,
    onReset,
    onPaste,
    className,
    ...props
  },
  ref,
) {
  const { form, element, submit, reset, paste } = useFormState({
    models,
    modelNames,
    values,
    defaultValues,
    onValuesChange,
    draft,
    params,
    maxPromptLength,
    errors,
    create,
    upload,
    maxReferenceBytes,
    onCreated,
    layout,
    onSubmit,
    onReset,
    onPaste,
  })
  const field = (name: VideoTaskFormFieldName) =>
    slots[name] === undefined ? <VideoTaskFormField name={name} /> : slots[name]
  const isComposer = layout === 'composer'
  const model = field('model')
  return (
    <FormContext.Provider value={form}>
      <form
        aria-label={form.words.submit}
        data-layout={layout}
        {...props}
        ref={(formElement) => {
          element.current = formElement
          return assignRef(ref, formElement)
        }}
        className={classNames('video-task-form', className)}
        onSubmit={submit}
        onReset={reset}
        onPaste={paste}
      >
        {children ?? (
          <>
            {!isComposer && model}
            {field('prompt')}
            {slots.references === undefined ? <VideoTaskReferences /> : slots.references}
            <div className="video-task-settings">
              {isComposer && model}
              {LISTED_NAMES.map((name) => (
                <Fragment key={name}>{field(name)}</Fragment>
              ))}
            </div>
            {slots.error === undefined ? <VideoTaskFormError /> : slots.error}
            {slots.price}
            {slots.submit === undefined ? <VideoTaskFormSubmit /> : slots.submit}
          </>
        )}
      </form>
    </FormContext.Provider>
  )
})

const MODELS = /* @__PURE__ */ Object.keys(videoModels)
