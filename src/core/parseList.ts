import { parseJson } from './parseJson.js'

/** The entries of a list in a stored text; none where it holds anything else. */
export function parseList(text: string | null): unknown[] {
  const list = parseJson(text ?? '')
  return Array.isArray(list) ? list : []
}
