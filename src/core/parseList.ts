/** The entries of a list in a stored text; none where it holds anything else. */
export function parseList(text: string | null): unknown[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}
