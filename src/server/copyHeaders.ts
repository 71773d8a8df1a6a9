/** Copies the named headers and nothing else, the key taken out should one of them echo it. */
export function copyHeaders(
  from: Headers,
  names: readonly string[],
  redact: (text: string) => string,
): Headers {
  const copy = new Headers()
  for (const name of names) {
    const value = from.get(name)
    if (value !== null) copy.set(name, redact(value))
  }
  return copy
}
