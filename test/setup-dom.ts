import { cleanup } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

// jsdom brings a FormData and a Blob of its own that Node's Request does not know; the emulator needs Node's.
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
