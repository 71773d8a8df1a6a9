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

/** A browser that saves files, and a client whose bytes come when the test says so. */
interface DownloadApp {
  client: VideoClient
  wrapper: (props: { children: ReactNode }) => ReactNode
  /** Puts what is known of a task into the cache. */
  know: (task: Partial<CompletedVideoTask> & { id: string }) => void
  /** Files handed to the browser's downloads. */
  saved: { name: string; blob: Blob | undefined }[]
  /** Object URLs that hold memory. */
  urls: Map<string, Blob>
  /** Content requests, the latest last. */
  opened: { id: string; signal: AbortSignal | undefined }[]
  /** Sends bytes of the latest content request, ends it after one byte at least, or breaks it off. */
  send: (length: number) => Promise<void>
  end: () => Promise<void>
  cut: (error: Error) => Promise<void>
  /** Whether somebody has cancelled the latest content. */
  isCancelled: () => boolean
  advance: (ms: number) => Promise<void>
}

/** Builds that world in fake time; `about` is what the server says of its content. */
export function createDownloadApp(about: Partial<Omit<VideoContent, 'stream'>> = {}): DownloadApp {
  vi.useFakeTimers()
  const queryClient = new QueryClient()
  const saved: DownloadApp['saved'] = []
  const urls: DownloadApp['urls'] = new Map()
  const opened: DownloadApp['opened'] = []
  let source: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined
  let isCancelled = false
  let sent = 0
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
    Reflect.deleteProperty(URL, 'createObjectURL')
    Reflect.deleteProperty(URL, 'revokeObjectURL')
  })
  const client: VideoClient = {
    create: async () => ({ id: 'a', object: 'video', status: 'queued', progress: 0 }),
    retrieve: async (id) => ({ id, object: 'video', status: 'completed', progress: 100 }),
    contentUrl: (id) => `/v1/videos/${id}/content`,
    fetchContent: async (id, { signal } = {}) => {
      opened.push({ id, signal })
      isCancelled = false
      sent = 0
      const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: (controller) => void (source = controller),
        cancel: () => void (isCancelled = true),
      })
      const headers = new Headers({ 'content-type': about.type ?? 'video/mp4' })
      if (about.total !== undefined) headers.set('content-length', String(about.total))
      if (about.fileName) headers.set('content-disposition', `attachment; filename="${about.fileName}"`)
      return new Response(stream, { headers })
    },
  }
  const advance = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)))
  const then = async (run: () => void) => {
    run()
    await advance(1)
  }
  const send = (length: number) => {
    sent += length
    return then(() => source?.enqueue(new Uint8Array(length)))
  }
  return {
    client,
    wrapper: ({ children }) => (
      <QueryClientProvider client={queryClient}>
        <VideoTaskProvider client={client}>{children}</VideoTaskProvider>
      </QueryClientProvider>
    ),
    know: (task) =>
      void queryClient.setQueryData(videoTaskKeys.detail(task.id), {
        object: 'video',
        status: 'completed',
        progress: 100,
        ...task,
      }),
    saved,
    urls,
    opened,
    send,
    end: async () => {
      if (sent === 0) await send(1)
      await then(() => source?.close())
    },
    cut: (error) => then(() => source?.error(error)),
    isCancelled: () => isCancelled,
    advance,
  }
}
