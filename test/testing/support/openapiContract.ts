import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

type Json = Record<string, unknown>

export const openapi: Json = JSON.parse(
  readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'),
)

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** Resolves a JSON pointer such as `/paths/~1videos/post`, following references. */
function resolvePointer(pointer: string): { value: unknown; pointer: string } {
  let value: unknown = openapi
  let path = ''
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    value = isObject(value) ? value[name] : undefined
    path += `/${part}`
    if (isObject(value) && typeof value['$ref'] === 'string')
      ({ value, pointer: path } = resolvePointer(value['$ref'].slice(1)))
  }
  return { value, pointer: path }
}

/** Validates responses against the OpenAPI document of the package. */
export function openapiContract() {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(openapi, 'openapi')

  function problemsWith(pointer: string, value: unknown): string[] {
    const validate = ajv.compile({ $ref: `openapi#${pointer}` })
    return validate(value)
      ? []
      : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
  }

  function headerProblems(response: Response, pointer: string): string[] {
    const { value, pointer: headers } = resolvePointer(`${pointer}/headers`)
    return Object.keys(isObject(value) ? value : {}).flatMap((name) => {
      const header = resolvePointer(`${headers}/${name}`)
      const sent = response.headers.get(name)
      const isRequired = isObject(header.value) && header.value['required'] === true
      if (sent === null) return isRequired ? [`the header ${name} is missing`] : []
      return problemsWith(`${header.pointer}/schema`, sent).map((problem) => `${name}:${problem}`)
    })
  }

  return {
    problemsWith,
    /** Lists what the document does not allow in a response. */
    async problemsOf(method: string, path: string, response: Response): Promise<string[]> {
      const operation = `/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}`
      const known = resolvePointer(`${operation}/responses`).value
      if (!isObject(known)) return [`${method} ${path} is not an operation`]
      const { pointer, value } = resolvePointer(
        `${operation}/responses/${String(response.status) in known ? response.status : 'default'}`,
      )
      if (!isObject(value)) return [`${response.status} is not documented`]
      const problems = headerProblems(response, pointer)
      const type = response.headers.get('content-type')?.split(';')[0] ?? ''
      const types = isObject(value['content']) ? Object.keys(value['content']) : []
      if (types.length === 0)
        return (await response.text()) === '' ? problems : [...problems, 'it has a body']
      if (!types.includes(type)) return [...problems, `the content type is ${type}`]
      if (type !== 'application/json') return problems
      const schema = `${pointer}/content/application~1json/schema`
      return [...problems, ...problemsWith(schema, await response.json())]
    },
  }
}
