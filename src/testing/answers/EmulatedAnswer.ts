/**
 * An answer of the emulator's as a scenario wants it. What is not given is as usual.
 *
 * In headers and bodies `{request_id}` stands for the id of the request, `{date+7}` for the HTTP date seven seconds from
 * now, `{video_url}` for the signed address of the task's file, and `{api_key}` for the key that came with the request.
 */
export interface EmulatedAnswer {
  /** HTTP status. With it or with a `body`, this is instead of the usual answer, and a create makes no task. */
  status?: number
  /** Laid over the answer's headers; `null` takes one away. */
  headers?: Readonly<Record<string, string | null>>
  /**
   * Text as it is, everything else as JSON. The content type is HTML's when a text starts with `<`, else JSON's,
   * unless `headers` says otherwise.
   *
   * @default with a `status`, nothing
   */
  body?: unknown
  /** Whether the bytes of a video heed `Range`; `false` answers each request with the whole. @default true */
  ranges?: boolean
  /** Milliseconds on the emulator's clock between the request and this answer. @default 0 */
  delay?: number
  /**
   * How the answer comes over.
   *
   * - `whole`: as it should
   * - `drip`: in ten pieces, one every 200 ms of the emulator's clock
   * - `cut`: the first half, then the connection breaks; `Content-Length` names the whole
   * - `reset`: not at all; what was asked is done, but the connection breaks before the answer
   * - `hang`: not at all; nothing is done and nothing is said until the caller leaves
   *
   * @default 'whole'
   */
  delivery?: 'whole' | 'drip' | 'cut' | 'reset' | 'hang'
}
