import { initialBytes, lazyBytes, type SubjectSize } from './bundlers.js'

/** The limit of one subject's size, or of what it adds to the hook, in bytes of gzip. */
export interface Budget {
  name: string
  limit: number
  bytes: number
}

/** Compares sizes with their limits. */
export function budgetsOf(sizes: SubjectSize[]): Budget[] {
  const hook = bytesOf(sizes, 'useVideoTask, provider and client')
  return [
    { name: 'useVideoTask, provider and client', limit: 7_993, bytes: hook },
    {
      name: 'what they load later',
      limit: 12_641,
      bytes: lazyBytes(find(sizes, 'useVideoTask, provider and client')),
    },
    {
      name: 'VideoTaskProgress and the hook',
      limit: 11_319,
      bytes: bytesOf(sizes, 'VideoTaskProgress'),
    },
    {
      name: 'VideoTaskProgress, VideoTaskPlayer and the hook',
      limit: 14_376,
      bytes: bytesOf(sizes, 'VideoTaskProgress, VideoTaskPlayer'),
    },
    {
      name: 'VideoTaskCard and the hook',
      limit: 17_988,
      bytes: bytesOf(sizes, 'VideoTaskCard'),
    },
    {
      name: 'what they load later with the card',
      limit: 23_500,
      bytes: lazyBytes(find(sizes, 'VideoTaskCard')),
    },
    { name: 'createVideoSchema, with zod', limit: 8_192, bytes: bytesOf(sizes, 'createVideoSchema') },
    { name: "everything of '.'", limit: 24_824, bytes: bytesOf(sizes, "everything of '.'") },
    {
      name: "everything of '.' and './components'",
      limit: 46_523,
      bytes: bytesOf(sizes, "everything of '.' and './components'"),
    },
  ]
}

const bytesOf = (sizes: SubjectSize[], name: string) => initialBytes(find(sizes, name))

function find(sizes: SubjectSize[], name: string): SubjectSize {
  const size = sizes.find((one) => one.name === name)
  if (!size) throw new Error(`'${name}' was not measured, so its budget cannot be checked.`)
  return size
}
