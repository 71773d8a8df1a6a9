/** Names of fields whose text is a secret, wherever they stand. */
const SECRET_NAMES = /^(authorization|cookie|.*(api[-_]?key|secret|password|token|signature))$/i
/** Texts that look like a key of an API, or a header that carries one. */
const SECRETS = /\b(sk|pk|rk|key|r8|hf)[-_][\w-]{12,}|\bBearer\s+[^\s"',]+|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/gi
/** URLs inside of a text. */
const URLS = /https?:\/\/[^\s"'<>]+/gi
/** Longest text that is shown whole, in characters. */
const MAX_TEXT_LENGTH = 2_000

/**
 * Returns a value as indented JSON for a screen that may be shared: without keys, signatures and credentials in URLs, and
 * without the video itself where a task holds it.
 */
export function redactedJson(value: unknown): string {
  return JSON.stringify(value, redactField, 2) ?? 'undefined'
}

function redactField(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (SECRET_NAMES.test(name)) return '•••'
  return redactText(value)
}

/** Returns a text without keys, and without the values of the queries of its URLs. */
export function redactText(text: string): string {
  if (/^data:/i.test(text)) return `${text.slice(0, text.indexOf(',') + 1)}… (${text.length} characters)`
  const redacted = text.replace(URLS, redactUrl).replace(SECRETS, '•••')
  return redacted.length > MAX_TEXT_LENGTH
    ? `${redacted.slice(0, MAX_TEXT_LENGTH)}… (${redacted.length} characters)`
    : redacted
}

/** Returns a URL with the names of its query alone, and without a user and a fragment. */
export function redactUrl(text: string): string {
  if (!URL.canParse(text)) return '•••'
  const { origin, pathname, searchParams, hash } = new URL(text)
  const names = [...searchParams.keys()].map((name) => `${name}=•••`)
  return `${origin}${pathname}${names.length > 0 ? `?${names.join('&')}` : ''}${hash ? '#•••' : ''}`
}
