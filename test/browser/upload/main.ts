// Sends requests as the test says, by `fetch` and with upload progress, and gives it what became of them.
import { createVideoClient, fetchWithUploadProgress, type UploadProgress } from 'react-video-task/client'

/** A request, as far as a test can describe it from outside the page. */
interface Sent {
  path: string
  method?: string
  headers?: Record<string, string>
  /** Bytes of a file in a form. */
  bytes?: number
  text?: string
  redirect?: RequestRedirect
  credentials?: RequestCredentials
  /** When it is aborted: before the request, or once a part of the body has left. */
  abort?: 'before' | 'during'
}

const progress: UploadProgress[] = []

async function send(by: 'fetch' | 'upload', { path, bytes, text, abort, ...init }: Sent) {
  progress.length = 0
  const controller = new AbortController()
  const reason = new Error('left')
  if (abort === 'before') controller.abort(reason)
  const form = new FormData()
  if (bytes !== undefined) form.append('input_reference', file(bytes))
  const body = bytes === undefined ? (text ?? null) : form
  const run =
    by === 'fetch'
      ? fetch
      : fetchWithUploadProgress((one) => {
          progress.push(one)
          if (abort === 'during') controller.abort(reason)
        })
  try {
    const response = await run(path, { ...init, body, signal: controller.signal })
    return {
      status: response.status,
      statusText: response.statusText,
      headers: [...response.headers].filter(([name]) => !/^(date|connection|keep-alive)$/.test(name)),
      text: await response.text(),
    }
  } catch (error) {
    return { error: error === reason ? 'the reason of the abort' : error instanceof Error ? error.name : '' }
  }
}

const files = new Map<number, File>()
function file(bytes: number) {
  const made = files.get(bytes) ?? new File([new Uint8Array(bytes)], 'fox.png', { type: 'image/png' })
  files.set(bytes, made)
  return made
}

async function create(bytes: number, by: 'fetch' | 'upload') {
  progress.length = 0
  const client = createVideoClient({
    baseURL: '/v1',
    ...(by === 'upload' && { upload: fetchWithUploadProgress }),
  })
  const params = { model: 'sora-2', prompt: 'It snows', input_reference: file(bytes) }
  try {
    const task = await client.create(params, { onUploadProgress: (one) => progress.push(one) })
    return { id: task.id, isLinkable: client.isLinkable }
  } catch (error) {
    return { error: error instanceof Error ? { ...error, message: error.message } : error }
  }
}

const page = { send, create, progress: () => [...progress] }
export type UploadPage = typeof page
Object.assign(window, { uploads: page })
