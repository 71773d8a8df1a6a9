import { ProxyError } from './ProxyError.js'

/** The refusal of a create for one of its parameters. */
export function invalidParam(code: string, param: string, message: string): ProxyError {
  return new ProxyError(400, code, message, { param: param.slice(0, 100) })
}
