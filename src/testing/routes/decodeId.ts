/** The id in a path, decoded; `undefined` when there is none or its percent-encoding is broken. */
export function decodeId(rawId: string | undefined): string | undefined {
  if (rawId === undefined) return undefined
  try {
    return decodeURIComponent(rawId)
  } catch {
    return undefined
  }
}
