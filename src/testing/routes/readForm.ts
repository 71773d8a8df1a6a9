import { apiErrors } from '../http/apiErrors.js'
import { ApiFault } from '../http/ApiFault.js'

/**
 * Reads the body of a create.
 *
 * @throws {ApiFault} when it is no form
 */
export async function readForm(request: Request): Promise<FormData> {
  // The documented create is multipart only: a form in the query's encoding or a JSON body is refused as well.
  const isMultipart = /^multipart\/form-data\s*;/i.test(request.headers.get('content-type') ?? '')
  if (!isMultipart) throw new ApiFault(apiErrors.notMultipart)
  return request.formData().catch(() => {
    throw new ApiFault(apiErrors.malformedMultipart)
  })
}

/** The fields of a form as text; a file as its name and size. */
export function listFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {}
  form.forEach((value, name) => {
    fields[name] = typeof value === 'string' ? value : `${value.name}, ${value.size} bytes`
  })
  return fields
}
