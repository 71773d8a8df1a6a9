/** What envelopes say when all is well, in `code` and in `message`. */
const WORDS = ['success', 'succeed', 'succeeded', 'ok', '0', '200']

/** Whether an envelope's code or message only says that the request itself went well. */
export function isSuccessWord(text: string): boolean {
  return WORDS.includes(text.toLowerCase())
}
