import { onTestFinished } from 'vitest'

/** A file that the save picker was opened for. */
interface PickedFile {
  /** File name the picker suggested. */
  suggested: string
  /** Bytes written; undefined until the file is closed. */
  size: number | undefined
  isAborted: boolean
  isRemoved: boolean
}

/** Stubs `showSaveFilePicker`; `pick` confirms the picker, `reject` closes it with an error. */
export function stubSaveFilePicker(): {
  files: PickedFile[]
  pick: () => void
  reject: (name: 'AbortError' | 'SecurityError') => void
} {
  const files: PickedFile[] = []
  let pending: { resolve: (handle: unknown) => void; reject: (error: Error) => void } | undefined
  const showSaveFilePicker = ({ suggestedName }: { suggestedName: string }) => {
    files.push({ suggested: suggestedName, size: undefined, isAborted: false, isRemoved: false })
    return new Promise((resolve, reject) => (pending = { resolve, reject }))
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
      pending?.resolve({ createWritable, remove: async () => void (file && (file.isRemoved = true)) })
    },
    reject: (name) => pending?.reject(new DOMException('The picker was closed.', name)),
  }
}
