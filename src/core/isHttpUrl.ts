/** Whether a wire value is an absolute `http(s)` address: the only schemes ever put into a `src` or `href`. */
export function isHttpUrl(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/[^/\s]/i.test(value.trim()) && URL.canParse(value.trim())
}
