/** A request id as far as it can be put into a header and a sentence, whatever the API sent in its place. */
export function safeRequestId(id: string | undefined): string | undefined {
  return id !== undefined && /^[\w.:=-]{1,128}$/.test(id) ? id : undefined
}
