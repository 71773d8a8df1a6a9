import type { useFormats, useNumberFormat } from '../messages/formats.js'
import type { VideoTaskFormMessages } from '../../core/messages.js'
import { LISTED_PARAMS, type ListedName } from '../../core/models/documentedParams.js'
import { findVideoModel, type VideoModel } from '../../core/models/videoModels.js'

/**
 * Values of the fields of a form, as text. A parameter that is absent follows the model's documented default; an empty one
 * is not sent.
 */
export interface VideoTaskFormValues {
  /** Id of the model. @default the first of the form's `models` */
  model?: string | undefined
  /** Description of the video. */
  prompt?: string | undefined
  /** Length in seconds. */
  seconds?: string | undefined
  /** Frame size. */
  size?: string | undefined
  /** Ratio of width and height, for a model that has it instead of sizes. */
  aspect_ratio?: string | undefined
  /** Resolution, for a model that has it. */
  resolution?: string | undefined
}

/** Name of a field, and of its parameter of a create. */
export type VideoTaskFormFieldName = keyof VideoTaskFormValues

/** State of one field, from its value and the model's facts. */
export interface VideoTaskFormFieldState {
  /** The value as the control shows it. */
  value: string
  /** The value as the create sends it; undefined where it sends none. */
  sent?: string | undefined
  /** Values to choose from; absent where the field takes any text. */
  options?: VideoTaskFormOption[] | undefined
  /** Limits of a whole number, where every one between them is among the options. */
  range?: { min: number; max: number } | undefined
  /** Whether there is nothing to choose: the model has one value, or no such parameter. */
  isFixed?: boolean | undefined
  /** What is wrong with the value, in the language of the page. */
  problem?: string | undefined
  /** A note on the value, in the language of the page. */
  note?: string | undefined
}

/** A value to choose. */
export interface VideoTaskFormOption {
  value: string
  label: string
  /** Label of the group, in a list of values of two kinds. */
  group?: string | undefined
}

/** What the fields of a form depend on beside their values. */
interface FieldContext {
  words: VideoTaskFormMessages
  formats: Pick<ReturnType<typeof useFormats>, 'duration'> & { number: ReturnType<typeof useNumberFormat> }
  models: readonly string[]
  modelNames: Readonly<Record<string, string>>
  maxPromptLength: number | undefined
}

/** Returns the state of each field that the chosen model has, in the order of the form. */
export function describeFields(
  values: VideoTaskFormValues,
  context: FieldContext,
): Partial<Record<VideoTaskFormFieldName, VideoTaskFormFieldState>> {
  const model = values.model ?? context.models[0] ?? ''
  const facts = findVideoModel(model)
  const setting = (name: ListedName) =>
    facts
      ? describeSetting(name, values[name], { ...context, facts, model: context.modelNames[model] ?? model })
      : { value: values[name] ?? '', sent: values[name] || undefined }
  return {
    model: describeModel(model, context),
    prompt: describePrompt(values.prompt ?? '', context),
    seconds: setting('seconds'),
    size: setting('size'),
    aspect_ratio: setting('aspect_ratio'),
    resolution: setting('resolution'),
  }
}

function describeModel(value: string, { models, modelNames, words }: FieldContext): VideoTaskFormFieldState {
  // A model that the form does not offer is the app's choice, and stays one.
  const ids = models.length > 0 ? [...new Set([...models, ...(value ? [value] : [])])] : undefined
  return {
    value,
    sent: value,
    options: ids?.map((id) => ({ value: id, label: modelNames[id] ?? id })),
    problem: value.trim() ? undefined : words.modelMissing,
  }
}

function describePrompt(value: string, { words, formats, maxPromptLength }: FieldContext) {
  const excess = value.length - (maxPromptLength ?? Infinity)
  return {
    value,
    sent: value,
    note: words.characters(
      formats.number(value.length),
      maxPromptLength === undefined ? undefined : formats.number(maxPromptLength),
    ),
    problem: !value.trim()
      ? words.promptMissing
      : excess > 0
        ? words.promptTooLong(formats.number(excess))
        : undefined,
  }
}

interface SettingContext extends FieldContext {
  facts: VideoModel
  /** Name of the model. */
  model: string
}

/** A parameter that a model's documentation may limit. A value of the reader's stays, whether the model has it or not. */
function describeSetting(
  name: ListedName,
  chosen: string | undefined,
  { facts, model, words, formats }: SettingContext,
): VideoTaskFormFieldState | undefined {
  const values = facts[LISTED_PARAMS[name]]?.map(String)
  const label = (value: string) => labelOf(name, value, formats)
  // Isolated, so that a number stays before its unit where the page runs the other way.
  const optionLabel = (value: string) => (name === 'seconds' ? `\u2068${label(value)}\u2069` : label(value))
  const fixed = name === 'seconds' && facts.fixedSeconds ? String(facts.fixedSeconds) : undefined
  const only = values?.length === 1 ? values[0] : fixed
  if (!values || only !== undefined) {
    const isUnused = chosen !== undefined && chosen !== '' && chosen !== only
    if (only === undefined && !isUnused) return undefined
    return {
      value: label(only ?? chosen ?? ''),
      sent: values?.[0],
      isFixed: true,
      note: isUnused ? words.notSent(model, label(chosen)) : undefined,
    }
  }
  const value = chosen ?? String(facts.defaults[name] ?? '')
  const sent = values.find((one) => one === value || (name === 'seconds' && Number(one) === Number(value)))
  const isWrong = value !== '' && sent === undefined
  const isMixed = values.some(isRatio) && !values.every(isRatio)
  const options = values.map((one) => ({
    value: one,
    label: optionLabel(one),
    group: isMixed ? words[isRatio(one) ? 'aspect_ratio' : 'size'] : undefined,
  }))
  if (value === '' || facts.defaults[name] === undefined) options.unshift(option('', words.modelDefault))
  if (isWrong) options.unshift(option(value, optionLabel(value)))
  const range = rangeOf(values)
  if (range) {
    const [min, max] = [formats.number(range.min), formats.number(range.max)]
    const problem = isWrong ? words.secondsOutOfRange(model, min, max) : undefined
    return { value, sent, options, range, note: words.secondsRange(min, max), problem }
  }
  const problem = isWrong ? words.notOffered(model, label(value)) : undefined
  return { value, sent, options, problem }
}

const option = (value: string, label: string) => ({ value, label, group: undefined })

/** A list of at least this many numbers without a gap is a range. */
const MIN_RANGE = 6

function rangeOf(values: readonly string[]) {
  const [min, max] = [Number(values[0]), Number(values.at(-1))]
  const isRange = values.length >= MIN_RANGE && values.every((value, index) => Number(value) === min + index)
  return isRange ? { min, max } : undefined
}

/** `16:9`, and as of Veo `16x9`. */
const isRatio = (value: string) => /^\d{1,2}[:x]\d{1,2}$/.test(value)

function labelOf(name: ListedName, value: string, formats: FieldContext['formats']): string {
  if (name === 'seconds') {
    return /^\d+$/.test(value) && Number(value) < 60 ? formats.duration(Number(value) * 1_000) : value
  }
  // Isolated, so that width stays before height in a text that runs from right to left.
  return /^\d+[x:]\d+$/.test(value)
    ? `\u2066${value.replace('x', isRatio(value) ? ':' : ' × ')}\u2069`
    : value
}
