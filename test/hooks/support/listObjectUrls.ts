import { onTestFinished } from 'vitest'

/** The object URLs that exist until the test ends; jsdom makes none. */
export function listObjectUrls(): ReadonlySet<string> {
  const urls = new Set<string>()
  // Given back: files of tests share the class.
  const { createObjectURL, revokeObjectURL } = URL
  onTestFinished(() => void Object.assign(URL, { createObjectURL, revokeObjectURL }))
  let count = 0
  URL.createObjectURL = () => {
    const url = `blob:test/${++count}`
    urls.add(url)
    return url
  }
  URL.revokeObjectURL = (url) => void urls.delete(url)
  return urls
}
