import { act, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import {
  type CreateRequestOptions,
  useCreateVideoTask,
  useVideoUpload,
  type VideoClient,
} from 'react-video-task'
import { createTestApp } from './support/createTestApp.js'

const params = { model: 'sora-2', prompt: 'It snows' }

/** A create whose client leaves progress and end to the test. */
function renderUpload() {
  const app = createTestApp()
  const calls: (CreateRequestOptions & { finish: () => void })[] = []
  const client: VideoClient = {
    ...app.client,
    create: (sent, { signal, onUploadProgress } = {}) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason))
        calls.push({ signal, onUploadProgress, finish: () => resolve(app.client.create(sent)) })
      }),
  }
  const hook = renderHook(
    () => {
      const upload = useVideoUpload()
      const create = useCreateVideoTask({ client, requestOptions: upload.requestOptions })
      // Read here, because TanStack renders for what is read.
      return {
        upload,
        mutate: create.mutate,
        data: create.data,
        error: create.error,
        isPending: create.isPending,
      }
    },
    { wrapper: app.wrapper },
  )
  return { app, calls, hook }
}

it('has the progress of a create, and nothing to cancel once all bytes are sent', async () => {
  const { app, calls, hook } = renderUpload()
  expect(hook.result.current.upload).toMatchObject({ progress: undefined, cancel: undefined })
  act(() => hook.result.current.mutate(params))
  await app.advance(0)
  act(() => calls[0]?.onUploadProgress?.({ loaded: 40, total: 100 }))
  expect(hook.result.current.upload).toMatchObject({
    progress: { loaded: 40, total: 100 },
    cancel: expect.any(Function),
  })
  act(() => calls[0]?.onUploadProgress?.({ loaded: 100, total: 100 }))
  expect(hook.result.current.upload.cancel).toBeUndefined()
  calls[0]?.finish()
  await app.advance(100)
  expect(hook.result.current.data?.status).toBe('queued')
})

it('cancels an upload, after which the same create can be sent again from the start', async () => {
  const { app, calls, hook } = renderUpload()
  act(() => hook.result.current.mutate(params))
  await app.advance(0)
  act(() => calls[0]?.onUploadProgress?.({ loaded: 99, total: 100 }))
  act(() => hook.result.current.upload.cancel?.())
  await app.advance(0)
  expect(hook.result.current.error).toMatchObject({
    ...{ message: 'The upload was cancelled.', code: 'upload_cancelled', retryable: false },
  })
  act(() => hook.result.current.mutate(params))
  await app.advance(0)
  expect(hook.result.current.upload.progress).toBeUndefined()
  expect(calls).toHaveLength(2)
  expect(calls[1]?.signal?.aborted).toBe(false)
})

it('a second create with equal parameters joins the first, whose progress goes on', async () => {
  const { app, calls, hook } = renderUpload()
  act(() => hook.result.current.mutate(params))
  await app.advance(0)
  act(() => calls[0]?.onUploadProgress?.({ loaded: 40, total: 100 }))
  act(() => hook.result.current.mutate({ ...params }))
  await app.advance(0)
  expect(calls).toHaveLength(1)
  expect(hook.result.current.upload.progress).toEqual({ loaded: 40, total: 100 })
})
