import { VideoTaskError } from '../../core/errors/VideoTaskError.js'
import { LISTED_NAMES } from '../../core/models/documentedParams.js'
import { hasTypes, isRecord } from '../../core/wire/fieldValues.js'

interface KnownParams {
  remixedFrom?: string | undefined
  params?: Readonly<Record<string, unknown>> | undefined
  missingFiles: readonly string[]
}

/** A video's parameters for a form: the `draft` of a `VideoTaskForm`, or its `values` and `params`. */
export interface VideoTaskHistoryForm {
  /** Values of the form's fields. */
  values: Record<string, string>
  /** Every other parameter, without files that were not kept. */
  params: Record<string, unknown>
}

/** Names of the parameters that hold a file of which only name, type and size were kept. */
export const missingFilesOf = (params: KnownParams['params'] = {}): string[] =>
  Object.keys(params).filter((name) => hasMissingFile(params[name]))

const FILE_TYPES = { name: 'string', type: 'string', size: 'number' } as const

function hasMissingFile(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasMissingFile)
  if (!isRecord(value)) return false
  const items = Object.values(value)
  return (items.length === 3 && hasTypes(value, FILE_TYPES)) || items.some(hasMissingFile)
}

/**
 * The parameters that make the same video.
 *
 * @throws {VideoTaskError} code `unknown_params` or `missing_files`
 */
export function paramsToRepeat(entry: KnownParams | undefined) {
  if (!entry?.params) {
    throw new VideoTaskError(
      'The parameters of this video are not known here, so it cannot be made again. A proxy with `tasks` or a registry with `keepParams` keeps them.',
      { code: 'unknown_params' },
    )
  }
  if (entry.missingFiles.length > 0) {
    throw new VideoTaskError(
      `The files of ${entry.missingFiles.join(', ')} were not kept, so this would be another video. The proxy's \`onCreated\` can keep them as URLs.`,
      { code: 'missing_files' },
    )
  }
  return entry.params
}

const FIELDS: readonly string[] = /* @__PURE__ */ ['model', 'prompt', ...LISTED_NAMES]

/** Parameters as a form takes them, without files that were not kept. */
export function formParams(entry: KnownParams | undefined): VideoTaskHistoryForm | undefined {
  // A form makes no remix.
  if (!entry?.params || entry.remixedFrom) return undefined
  const values: Record<string, string> = {}
  const params: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(entry.params)) {
    if (FIELDS.includes(name)) values[name] = String(value)
    else if (!entry.missingFiles.includes(name)) params[name] = value
  }
  return { values, params }
}
