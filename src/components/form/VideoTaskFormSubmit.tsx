'use client'

import { type ButtonHTMLAttributes, forwardRef, type HTMLAttributes, useState } from 'react'
import { useFormContext, type VideoTaskFormState } from './VideoTaskFormField.js'
import { classNames, type PartRender, renderPart } from '../renderPart.js'
import { errorWords } from '../messages/errorWords.js'
import { useFormats, useMessages } from '../messages/formats.js'
import { hasFocus, isFocusable } from '../trees.js'
import { describeNextStep, describeVideoTaskError } from '../../core/errors/describeVideoTaskError.js'
import { isVideoTaskError } from '../../core/errors/VideoTaskError.js'

/** Props of `VideoTaskFormSubmit`: its own, and every attribute of a `<button>`. */
export interface VideoTaskFormSubmitProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The app's own element instead of the `<button>`. */
  render?: PartRender<VideoTaskFormState> | undefined
}

/**
 * The button that creates the video of the form around it. Renders a `<div>` with the `<button>`, which keeps the focus
 * while the create is pending, and a `<p role="status">` that says how far the create is.
 *
 * @throws {VideoTaskError} code `missing_provider` outside of a form
 * @example
 * ```tsx
 * import { VideoTaskForm, VideoTaskFormSubmit } from 'react-video-task/components'
 *
 * export const Create = () => (
 *   <VideoTaskForm slots={{ submit: <VideoTaskFormSubmit className="primary">Make my video</VideoTaskFormSubmit> }} />
 * )
 * ```
 */
export const VideoTaskFormSubmit = forwardRef<HTMLButtonElement, VideoTaskFormSubmitProps>(
  function VideoTaskFormSubmit({ render, className, ...props }, ref) {
    const form = useFormContext()
    const { words, isPending, isCreated, error, upload } = form
    const { progress, cancel } = upload ?? {}
    const formats = useFormats()
    const [keepFocus] = useState(createFocusKeeper)
    const settled = isCancelled(error) ? words.uploadCancelled : isCreated ? words.created : ''
    const status = isPending ? words.creating : settled
    const all = {
      children: words.submit,
      ...props,
      type: 'submit',
      // The attribute `disabled` would drop the focus.
      'aria-disabled': isPending || undefined,
      className: classNames('video-task-action video-task-submit', className),
      ref,
    }
    return (
      <div className="video-task-form-footer">
        {renderPart(render, 'button', all, form)}
        {isPending && progress && cancel && (
          <>
            <button type="button" className="video-task-action" onClick={cancel} ref={keepFocus}>
              {words.cancelUpload}
            </button>
            <progress
              className="video-task-upload"
              aria-label={words.uploading}
              value={progress.loaded}
              max={progress.total}
            />
            <span className="video-task-note">
              {formats.percent((100 * progress.loaded) / progress.total)}
            </span>
          </>
        )}
        <p role="status" className="video-task-note">
          {status && <bdi>{status}</bdi>}
        </p>
      </div>
    )
  },
)

/** Props of `VideoTaskFormError`: every attribute of a `<div>`. */
export type VideoTaskFormErrorProps = Omit<HTMLAttributes<HTMLDivElement>, 'children'>

/**
 * Explains why the last create of the form around it failed. Renders a `<div role="alert">` with one sentence on what
 * happened, one on what to do and the provider's request id, without a text while there is nothing to explain. Never shows
 * the provider's own text, which is written for developers.
 *
 * @throws {VideoTaskError} code `missing_provider` outside of a form
 * @example
 * ```tsx
 * import {
 *   VideoTaskForm,
 *   VideoTaskFormError,
 *   VideoTaskFormField,
 *   VideoTaskFormSubmit,
 * } from 'react-video-task/components'
 *
 * export const Create = () => (
 *   <VideoTaskForm>
 *     <VideoTaskFormError className="callout" />
 *     <VideoTaskFormField name="prompt" />
 *     <VideoTaskFormSubmit />
 *   </VideoTaskForm>
 * )
 * ```
 */
export const VideoTaskFormError = forwardRef<HTMLDivElement, VideoTaskFormErrorProps>(
  function VideoTaskFormError({ className, ...props }, ref) {
    const form = useFormContext()
    const error = isCancelled(form.error) ? null : form.error
    const messages = useMessages(errorWords)
    const description = error && describeVideoTaskError(error, messages.errors)
    const { title, requestId } = description ?? {}
    return (
      <div role="alert" {...props} ref={ref} className={classNames('video-task-error', className)}>
        {title !== undefined && <p>{title}</p>}
        {description && <p>{describeNextStep(description, messages)}</p>}
        {requestId !== undefined && (
          <p className="video-task-request-id">
            {messages.requestId} <code>{requestId}</code>
          </p>
        )}
      </div>
    )
  },
)

const isCancelled = (error: Error | null) => isVideoTaskError(error) && error.code === 'upload_cancelled'

/** The ref of the button that cancels: when it disappears with the focus, the button before it gets the focus. */
function createFocusKeeper(): (button: HTMLElement | null) => void {
  let current: HTMLElement | null = null
  return (button) => {
    // React detaches a ref while the element is still in the document.
    const before = current?.previousElementSibling
    if (current && hasFocus(current) && isFocusable(before)) before.focus()
    current = button
  }
}
