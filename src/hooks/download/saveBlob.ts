/** How long a browser may take to begin reading what it shall save, in ms. */
const READ_WITHIN = 30_000

/** Hands bytes to the browser's own downloads. */
export function saveBlob(blob: Blob, fileName: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), READ_WITHIN)
}
