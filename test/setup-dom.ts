import { Blob as NodeBlob, File as NodeFile } from 'node:buffer'
import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, expect, vi } from 'vitest'
// Private: parts that load at their first use, which takes real time, and most tests here have a fake clock.
import { openMenu } from '../src/components/actions/ActionMenu.js'
import { videoDownload } from '../src/components/actions/DownloadButton.js'
import { announcements } from '../src/components/messages/announce.js'
import { errorSentences } from '../src/components/messages/errorSentences.js'
import { playbackRecovery } from '../src/hooks/source/usePlayback.js'
import { loadAnswers, loadBytes, loadCalls, loadStream } from '../src/core/client/lazyCode.js'

await Promise.all([
  loadCalls(),
  loadAnswers(),
  loadBytes(),
  loadStream(),
  playbackRecovery.load(),
  announcements.load(),
  errorSentences.load(),
  openMenu.load(),
  videoDownload.load(),
])

// A wait for what a file on disk or code that loads decides ends with it, not after the second that a busy machine may need.
configure({ asyncUtilTimeout: 20_000 })

/** What tests replace in a page, by name. Files share a process, and with it all of this. */
const shared = Object.entries<object>({
  URL,
  document,
  navigator,
  window,
  Element: Element.prototype,
  HTMLElement: HTMLElement.prototype,
  HTMLMediaElement: HTMLMediaElement.prototype,
  HTMLDialogElement: HTMLDialogElement.prototype,
})
/** What libraries add once for all files. */
const LIBRARIES = /^(document\._reactListening|window\.__(zod|TSR)_)/
const before = shared.map(([, object]) => Object.getOwnPropertyDescriptors(object))

// Node's Request, which the emulator uses, does not accept jsdom's FormData and files. For the whole file: stubs end with a test.
const domGlobals = { FormData, Blob, File }
// First, since Node 24 makes the blob of a response by the global class.
Object.assign(globalThis, { Blob: NodeBlob, File: NodeFile })
const form = await new Response(new URLSearchParams()).formData()
Object.assign(globalThis, { FormData: form.constructor })

afterEach(() => {
  cleanup()
  // A live region stays until its last sentence was read out. The next test begins without one.
  if (vi.isFakeTimers() && document.querySelector('[role=status]')) vi.advanceTimersByTime(20_000)
  vi.useRealTimers()
})

afterAll(() => {
  Object.assign(globalThis, domGlobals)
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  // A file that leaves a change behind would fail another one, which differs from run to run.
  const changed = shared.flatMap(([name, object], index) => changesOf(name, before[index] ?? {}, object))
  // A live region too: what it says stays for some seconds of a clock that stands then.
  const left = [...document.body.children].map(({ outerHTML }) => outerHTML)
  document.body.replaceChildren()
  expect({ changed, left }, 'what this file left behind for the next').toEqual({ changed: [], left: [] })
})

function changesOf(name: string, descriptors: PropertyDescriptorMap, object: object): string[] {
  const after: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(object)
  const inherited: unknown = Object.getPrototypeOf(object)
  const isSame = (key: string) => {
    const [was, is] = [descriptors[key], after[key]]
    // Node replaces the getter of a global by its value at the first use.
    if (was?.get && !is?.get) return true
    const value: unknown = was || !inherited ? was?.value : Reflect.get(inherited, key)
    return Object.is(value, is?.value) && was?.get === is?.get && was?.set === is?.set
  }
  return [...new Set([...Object.keys(descriptors), ...Object.keys(after)])]
    .filter((key) => !isSame(key))
    .map((key) => `${name}.${key}`)
    .filter((path) => !LIBRARIES.test(path))
}
