const DEEPEST_CAUSE = 4

/** A copy of an error for logs: name, message, stack and causes, each without the key, and none of its other fields. */
export function cleanError(error: unknown, redact: (text: string) => string, depth = 0): Error {
  if (!(error instanceof Error)) return new Error(redact(String(error)))
  const hasCause = error.cause !== undefined && depth < DEEPEST_CAUSE
  const options = hasCause ? { cause: cleanError(error.cause, redact, depth + 1) } : undefined
  const clean = new Error(redact(error.message), options)
  clean.name = redact(error.name)
  clean.stack = redact(error.stack ?? '')
  return clean
}
