import { onTestFinished } from 'vitest'

/** What became of the file that somebody picked. */
interface PickedFile {
  /** The name the picker was opened with. */
  suggested: string
  /** Bytes on the disk; undefined until the file is closed. */
  size: number | undefined
  isAborted: boolean
  isRemoved: boolean
}

/** Gives the page a save picker, which the test answers. */
export function stubSaveFilePicker(): {
  files: PickedFile[]
  pick: () => void
  refuse: (name: 'AbortError' | 'SecurityError') => void
} {
  const files: PickedFile[] = []
  let answer: { resolve: (handle: unknown) => void; reject: (error: Error) => void } | undefined
  const showSaveFilePicker = ({ suggestedName }: { suggestedName: string }) => {
    files.push({ suggested: suggestedName, size: undefined, isAborted: false, isRemoved: false })
    return new Promise((resolve, reject) => (answer = { resolve, reject }))
  }
  Object.assign(globalThis, { showSaveFilePicker })
  onTestFinished(() => void Reflect.deleteProperty(globalThis, 'showSaveFilePicker'))
  return {
    files,
    pick: () => {
      const file = files.at(-1)
      let written = 0
      const createWritable = async () =>
        new WritableStream<Uint8Array>({
          write: (chunk) => void (written += chunk.byteLength),
          close: () => void (file && (file.size = written)),
          abort: () => void (file && (file.isAborted = true)),
        })
      answer?.resolve({ createWritable, remove: async () => void (file && (file.isRemoved = true)) })
    },
    refuse: (name) => answer?.reject(new DOMException('The picker was closed.', name)),
  }
}
