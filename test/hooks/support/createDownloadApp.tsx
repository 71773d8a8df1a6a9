import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from '@testing-library/react'
import type { ReactNode } from 'react'
import { onTestFinished, vi } from 'vitest'
import {
  type CompletedVideoTask,
  type VideoClient,
  type VideoContent,
  videoTaskKeys,
  VideoTaskProvider,
} from 'react-video-task'

/** An app in a browser that saves files, with a client whose content bytes the test sends. */
interface DownloadApp {
  client: VideoClient
  wrapper: (props: { children: ReactNode }) => ReactNode
  /** Writes a completed task into the query cache. */
  setTask: (task: Partial<CompletedVideoTask> & { id: string }) => void
  /** Files saved through a clicked link. */
  saved: { name: string; blob: Blob | undefined }[]
  /** Object URLs that have not been revoked. */
  urls: Map<string, Blob>
  /** Content requests, in the order sent. */
  contentRequests: { id: string; signal: AbortSignal | undefined }[]
  /** Sends bytes as the response to the latest content request. */
  send: (length: number) => Promise<void>
  /** Ends the latest response, after at least one byte. */
  end: () => Promise<void>
  /** Errors the latest response stream. */
  fail: (error: Error) => Promise<void>
  /** Whether the latest response stream was cancelled. */
  isCancelled: () => boolean
  advance: (ms: number) => Promise<void>
}

/** Creates that app with fake timers; `content` sets the headers of the content response. */
export function createDownloadApp(content: Partial<Omit<VideoContent, 'stream'>> = {}): DownloadApp {
  vi.useFakeTimers()
  const queryClient = new QueryClient()
  const saved: DownloadApp['saved'] = []
  const urls: DownloadApp['urls'] = new Map()
  const contentRequests: DownloadApp['contentRequests'] = []
  let source: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined
  let isCancelled = false
  let sent = 0
  const { createObjectURL, revokeObjectURL } = URL
  Object.assign(URL, {
    createObjectURL: (blob: Blob) => {
      const url = `blob:saved/${urls.size}`
      urls.set(url, blob)
      return url
    },
    revokeObjectURL: (url: string) => void urls.delete(url),
  })
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    saved.push({ name: this.download, blob: urls.get(this.href) })
  })
  onTestFinished(() => {
    click.mockRestore()
    // Given back: files of tests share the class.
    Object.assign(URL, { createObjectURL, revokeObjectURL })
  })
  const client: VideoClient = {
    create: async () => ({ id: 'a', object: 'video', status: 'queued', progress: 0 }),
    retrieve: async (id) => ({ id, object: 'video', status: 'completed', progress: 100 }),
    contentUrl: (id) => `/v1/videos/${id}/content`,
    fetchContent: async (id, { signal } = {}) => {
      contentRequests.push({ id, signal })
      isCancelled = false
      sent = 0
      const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: (controller) => void (source = controller),
        cancel: () => void (isCancelled = true),
      })
      const headers = new Headers({ 'content-type': content.type ?? 'video/mp4' })
      if (content.total !== undefined) headers.set('content-length', String(content.total))
      if (content.fileName) headers.set('content-disposition', `attachment; filename="${content.fileName}"`)
      return new Response(stream, { headers })
    },
  }
  const advance = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)))
  const runAndAdvance = async (run: () => void) => {
    run()
    await advance(1)
  }
  const send = (length: number) => {
    sent += length
    return runAndAdvance(() => source?.enqueue(new Uint8Array(length)))
  }
  return {
    client,
    wrapper: ({ children }) => (
      <QueryClientProvider client={queryClient}>
        <VideoTaskProvider client={client}>{children}</VideoTaskProvider>
      </QueryClientProvider>
    ),
    setTask: (task) =>
      void queryClient.setQueryData(videoTaskKeys.detail(task.id), {
        object: 'video',
        status: 'completed',
        progress: 100,
        ...task,
      }),
    saved,
    urls,
    contentRequests,
    send,
    end: async () => {
      if (sent === 0) await send(1)
      await runAndAdvance(() => source?.close())
    },
    fail: (error) => runAndAdvance(() => source?.error(error)),
    isCancelled: () => isCancelled,
    advance,
  }
}
