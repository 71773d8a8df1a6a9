import { apiErrors } from '../http/apiErrors.js'
import { ApiFault } from '../http/ApiFault.js'
import { wanModels } from './wanModels.js'

/** The vendor's pages name no limit; the emulator's stands for "far too long". */
const PROMPT_LIMIT = 10_000

/** A create that the vendor would take, its defaults filled in. */
export interface CreateForm {
  model: string
  prompt: string
  seconds: string
  size: string
}

/**
 * Checks the fields of a create, in the order a gateway does: model, then the model's own fields.
 *
 * @throws {ApiFault} for the first thing that is wrong
 */
export function checkCreateForm(form: FormData): CreateForm {
  const name = readText(form, 'model') ?? fault(apiErrors.missingField('model'))
  const model = Object.hasOwn(wanModels, name) ? wanModels[name] : undefined
  if (!model) return fault(apiErrors.modelNotFound(name))

  const prompt = readText(form, 'prompt') ?? ''
  if (prompt.trim() === '') return fault(apiErrors.missingField('prompt'))
  if (prompt.length > PROMPT_LIMIT) return fault(apiErrors.promptTooLong(PROMPT_LIMIT, prompt.length))

  const seconds = readText(form, 'seconds') ?? '5'
  if (!model.seconds.includes(seconds))
    return fault(apiErrors.invalidValue('seconds', seconds, model.seconds))
  const size = readText(form, 'size') ?? '1920x1080'
  if (!model.sizes.includes(size)) return fault(apiErrors.invalidValue('size', size, model.sizes))
  return { model: name, prompt, seconds, size }
}

function readText(form: FormData, field: string): string | undefined {
  const value = form.get(field)
  if (value === null || value === '') return undefined
  return typeof value === 'string' ? value : fault(apiErrors.notText(field))
}

function fault(error: ConstructorParameters<typeof ApiFault>[0]): never {
  throw new ApiFault(error)
}
