// Private: the client loads them at the first use, which takes real time, and most tests here have a fake clock.
import '../src/core/client/taskCalls.js'
import { cleanup } from '@testing-library/react'
import { afterAll, afterEach, vi } from 'vitest'

// Node's Request, which the emulator uses, does not accept jsdom's FormData and Blob.
const { FormData: nodeFormData, Blob: nodeBlob } = await nodeGlobals()
vi.stubGlobal('FormData', nodeFormData)
vi.stubGlobal('Blob', nodeBlob)

async function nodeGlobals() {
  const form = await new Response(new URLSearchParams()).formData()
  const blob = await new Response('').blob()
  return { FormData: form.constructor, Blob: blob.constructor }
}

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

// Files share a process, and with it the globals.
afterAll(() => {
  vi.unstubAllGlobals()
})
