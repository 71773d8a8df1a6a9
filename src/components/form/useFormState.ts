'use client'

import {
  type ClipboardEvent,
  type ClipboardEventHandler,
  type FormEvent,
  type FormEventHandler,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react'
import { useOnceFor, useWhenShown } from './activityEffects.js'
import { describeFields, type VideoTaskFormFieldName, type VideoTaskFormValues } from './formFields.js'
import type { FormContextValue } from './VideoTaskFormField.js'
import { isNewPress } from '../actions/isNewPress.js'
import { formWords } from '../messages/englishWords.js'
import { useFormats, useNumberFormat } from '../messages/formats.js'
import { isFocusable } from '../trees.js'
import type { CreateVideoParams } from '../../core/client/VideoClient.js'
import { isVideoTaskError } from '../../core/errors/VideoTaskError.js'
import { LISTED_NAMES } from '../../core/models/documentedParams.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import type { VideoTaskHistoryForm } from '../../hooks/history/historyParams.js'
import { useVideoReferences } from '../../hooks/references/useVideoReferences.js'
import type { VideoUpload } from '../../hooks/references/useVideoUpload.js'
import type { UseCreateVideoTaskResult } from '../../hooks/useCreateVideoTask.js'
import { VideoTaskContext } from '../../hooks/VideoTaskProvider.js'
import { hasSameParams } from '../../query/dedupeCreate.js'

/** What the state of a form depends on: the props of the same names. */
interface FormStateOptions {
  models: readonly string[]
  modelNames: Readonly<Record<string, string>>
  values: VideoTaskFormValues | undefined
  defaultValues: VideoTaskFormValues
  onValuesChange: ((values: VideoTaskFormValues) => void) | undefined
  draft: VideoTaskHistoryForm | null | undefined
  params: Record<string, unknown> | undefined
  maxPromptLength: number | undefined
  errors: Partial<Record<VideoTaskFormFieldName, string | undefined>>
  create: FormCreate
  upload: VideoUpload | undefined
  maxReferenceBytes: number | undefined
  onCreated: ((task: VideoTask, params: CreateVideoParams) => void) | undefined
  layout: FormContextValue['layout']
  onSubmit: FormEventHandler<HTMLFormElement> | undefined
  onReset: FormEventHandler<HTMLFormElement> | undefined
  onPaste: ClipboardEventHandler<HTMLFormElement> | undefined
}

/** What a form uses of a create. */
export type FormCreate = Pick<UseCreateVideoTaskResult, 'mutate' | 'isPending' | 'error'> &
  Partial<Pick<UseCreateVideoTaskResult, 'mutateAsync'>>

/** How long the form says that the video is being made, which it does not watch. */
const CREATED_STATUS_MS = 6_000

/** Holds the values of a form and what is known of its create, and handles its submit and reset. */
export function useFormState({
  models,
  modelNames,
  values: given,
  defaultValues,
  onValuesChange,
  draft,
  params: extra,
  maxPromptLength,
  errors,
  create: { mutate, mutateAsync, isPending, error: lastError },
  upload,
  maxReferenceBytes,
  onCreated,
  layout,
  onSubmit,
  onReset,
  onPaste,
}: FormStateOptions): FormState {
  const words = { ...formWords, ...useContext(VideoTaskContext)?.messages?.form }
  const formats = { ...useFormats(), number: useNumberFormat() }
  const element = useRef<HTMLFormElement | null>(null)
  const [own, setOwn] = useState(draft?.values ?? defaultValues)
  const [beside, setBeside] = useState(draft?.params)
  const [taken, setTaken] = useState(draft)
  const [revealed, setRevealed] = useState<VideoTaskFormFieldName[]>([])
  const [edited, setEdited] = useState<VideoTaskFormFieldName>()
  const [sent, setSent] = useState<CreateVideoParams>()
  const [isCreated, setIsCreated] = useState(false)
  const [dismissed, setDismissed] = useState<Error | null>(null)
  const error = lastError === dismissed ? null : lastError
  /** Leaves the last create behind. */
  const beginWith = (next: VideoTaskFormValues, params?: Record<string, unknown>) => {
    setOwn(next)
    setBeside(params)
    setRevealed([])
    setEdited(undefined)
    setSent(undefined)
    setIsCreated(false)
    setDismissed(lastError)
  }
  if (draft !== taken) {
    setTaken(draft)
    if (draft) beginWith(draft.values, draft.params)
  }
  const values = given ?? own
  const fields = describeFields(values, { words, formats, models, modelNames, maxPromptLength })
  const model = fields.model?.value ?? ''
  const references = useVideoReferences({
    model,
    maxBytes: maxReferenceBytes,
    size: fields.size?.sent,
  })
  const settings = LISTED_NAMES.map((name) => [name, fields[name]?.sent] as const)
  const params: CreateVideoParams = {
    ...beside,
    ...extra,
    model: fields.model?.sent ?? '',
    prompt: fields.prompt?.sent ?? '',
    ...Object.fromEntries(settings.filter(([, value]) => value !== undefined)),
    ...references.params,
  }
  const isSameReference = sent?.['input_reference'] === params['input_reference']

  // Two changes in one event build on each other, although the form renders after both.
  const latest = useRef(values)
  useEffect(() => {
    latest.current = values
  })
  const changeTo = (next: VideoTaskFormValues) => {
    latest.current = next
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
    isCreated: isCreated && isSameReference,
    references,
    upload,
    modelName: model ? (modelNames[model] ?? model) : undefined,
    referenceError: refused === 'input_reference' && isSameReference ? words.refused : undefined,
    maxPromptLength,
    layout,
    setValue: (name, value) => {
      setEdited(name)
      changeTo({ ...latest.current, [name]: value })
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
      return (
        errors[name] ?? (sent && name === refused && sent[name] === params[name] ? words.refused : undefined)
      )
    },
  }

  useOnceFor(error, () => {
    const field = refused === undefined ? null : element.current?.elements.namedItem(refused)
    if (isFocusable(field)) field.focus()
  })

  useOnceFor(draft, () => {
    references.clear()
    const prompt = element.current?.elements.namedItem('prompt')
    if (isFocusable(prompt)) prompt.focus()
  })

  useEffect(() => {
    if (!isCreated) return
    const timer = setTimeout(() => setIsCreated(false), CREATED_STATUS_MS)
    return () => clearTimeout(timer)
  }, [isCreated])

  const whenShown = useWhenShown()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    onSubmit?.(event)
    if (event.defaultPrevented) return
    event.preventDefault()
    // Also where `noValidate` keeps the browser from checking.
    const isSamePress = !isNewPress(event) && !error && sent !== undefined && hasSameParams(sent, params)
    if (isSamePress || isPending || !event.currentTarget.checkValidity()) return
    setSent(params)
    setIsCreated(false)
    const report = (task: VideoTask) => {
      setIsCreated(true)
      onCreated?.(task, params)
    }
    // TanStack drops the callbacks of a mutation that ends while an `<Activity>` hides the form; its promise resolves.
    if (mutateAsync) mutateAsync(params).then((task) => whenShown(() => report(task)), ignore)
    else mutate(params, { onSuccess: report })
  }
  const reset = (event: FormEvent<HTMLFormElement>) => {
    onReset?.(event)
    if (event.defaultPrevented) return
    // React holds the values, which the browser's own reset does not know.
    event.preventDefault()
    references.clear()
    changeTo(defaultValues)
    beginWith(defaultValues)
  }
  const paste = (event: ClipboardEvent<HTMLFormElement>) => {
    onPaste?.(event)
    // Without a picker nothing may show the picture, which a create would send.
    const isShown = event.currentTarget.querySelector('input[type=file]') !== null
    if (!event.defaultPrevented && references.isSupported && isShown) references.pasteProps.onPaste(event)
  }
  return { form, element, submit, reset, paste }
}

/** The error of a create is in its result. */
const ignore = () => undefined

interface FormState {
  form: FormContextValue
  element: RefObject<HTMLFormElement | null>
  submit: FormEventHandler<HTMLFormElement>
  reset: FormEventHandler<HTMLFormElement>
  paste: ClipboardEventHandler<HTMLFormElement>
}
